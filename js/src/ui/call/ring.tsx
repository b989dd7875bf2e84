import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../../lang";
import type { IncomingRing } from "../../room/model";
import { Account } from "../base/account";
import { Avatar } from "../base/avatar";
import { Modal } from "../base/dialog";
import { PhoneIcon, PhoneOffIcon, VideoIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { describeWanted } from "../lobby/switches";
import { anticipating } from "./anticipating";
import "./ring.css";

interface RingProps extends Uses<"facts" | "media" | "calling" | "ringing"> {
  ring: IncomingRing;
}

/** Somebody calls. Only its buttons end it: a stray key neither accepts nor declines. */
export function RingDialog({ session, ring }: RingProps) {
  const { media, ringing } = session;
  const account = useId();
  const wanted = media.wanted.now.value;
  return (
    <Modal label={words.ring.label(ring.name)} describedBy={account}>
      <div class="caller">
        <Countdown seconds={ring.seconds} />
        <Avatar user={ring.user} name={ring.name} large />
      </div>
      <p>
        <strong>
          <bdi>{ring.name}</bdi>
        </strong>{" "}
        {words.ring.isCalling}
      </p>
      <Account session={session} user={ring.user} id={account} />
      <div class="answers">
        <button
          type="button"
          class="primary"
          data-first
          {...anticipating(session, () => [ring.caller])}
          onClick={() => ringing.accept(true)}
        >
          {wanted.camera ? <VideoIcon /> : <PhoneIcon />} {words.ring.accept}
        </button>
        <button type="button" onClick={() => ringing.accept(false)}>
          {words.ring.withoutCamera}
        </button>
        <button type="button" class="danger" onClick={() => ringing.decline("")}>
          <PhoneOffIcon /> {words.ring.decline}
        </button>
      </div>
      {session.facts.mayPublish.value && <small>{describeWanted(wanted)}</small>}
      <DeclineWithAWord decline={(word) => ringing.decline(word)} />
    </Modal>
  );
}

function DeclineWithAWord({ decline }: { decline: (word: string) => void }) {
  const open = useSignal(false);
  const word = useSignal("");
  const input = useRef<HTMLInputElement>(null);
  const opened = open.value;
  useEffect(() => {
    if (opened) input.current?.focus();
  }, [opened]);
  if (!open.value) {
    return (
      <button
        type="button"
        class="quiet"
        onClick={() => {
          open.value = true;
        }}
      >
        {words.ring.withAWord}
      </button>
    );
  }
  const submit = (event: Event) => {
    event.preventDefault();
    decline(word.value.trim());
  };
  return (
    <form class="word" onSubmit={submit}>
      <input
        aria-label={words.ring.word}
        placeholder={words.ring.wordExample}
        maxLength={200}
        ref={input}
        onInput={({ currentTarget }) => {
          word.value = currentTarget.value;
        }}
      />
      <button type="submit">{words.ring.sendAndDecline}</button>
    </form>
  );
}

function Countdown({ seconds }: { seconds: number }) {
  return (
    <svg class="countdown" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="47" pathLength={1} style={{ animationDuration: `${seconds}s` }} />
    </svg>
  );
}
