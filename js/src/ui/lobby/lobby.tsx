import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { ownKernelAllowed } from "../../common/choices";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import { describeSilenced } from "../../room/own";
import type { Session } from "../../session";
import type { RoomProps, Uses } from "../base/props";
import { anticipating } from "../call/anticipating";
import { DeviceFields } from "./devices";
import "./lobby.css";
import { Preview } from "./preview";
import { describeWanted, Switches } from "./switches";

/** Before a call: who one is, and the way in. */
export function Lobby({ session }: RoomProps) {
  const { facts, own, rings, view } = session;
  const connection = facts.connection.value;
  const outside = connection === "outside";
  const submit = (event: Event) => {
    event.preventDefault();
    if (outside) session.enter(facts.displayName.value);
  };
  return (
    <form class="lobby" onSubmit={submit}>
      <div class="lobby-columns">
        {outside && <p class="lead">{words.lobby.invitation}</p>}
        <div class="lobby-side">
          <NameField session={session} />
          <Checkbox
            chosen={rings.autoAccept}
            label={words.lobby.autoAccept}
            hint={rings.autoAccept.value ? words.lobby.autoAcceptHint : ""}
          />
          <Checkbox chosen={ownKernelAllowed} label={words.kernels.allowOwn} />
          <Switches session={session} />
          {connection === "open" || connection === "reconnecting" ? (
            <JoinButton session={session} />
          ) : (
            <button type="submit" class="primary" disabled={!outside} aria-busy={!outside}>
              {words.lobby.enter}
            </button>
          )}
          <p class="hint" aria-live="polite">
            {describeSilenced(own.now.value) || view.notice.value || hint(session)}
          </p>
        </div>
        <div class="lobby-side lobby-devices">
          <Preview session={session} />
          <DeviceFields session={session} />
        </div>
      </div>
    </form>
  );
}

function hint({ facts, own, media }: Pick<Session, "facts" | "own" | "media">): string {
  const { off, entering, reconnecting, previewed } = words.lobby;
  if (facts.connection.value === "entering") return entering;
  if (facts.connection.value === "reconnecting") return reconnecting;
  if (own.previewing.value) return previewed;
  return (facts.mayPublish.value && describeWanted(media.wanted.now.value)) || off;
}

function NameField({ session }: Uses<"facts" | "rename">) {
  const { displayName, connection } = session.facts;
  const outside = connection.value === "outside";
  const type = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    displayName.value = currentTarget.value;
  };
  return (
    <label class="field">
      <span>{words.lobby.name}</span>
      <input
        value={displayName.value}
        maxLength={64}
        autocomplete="name"
        placeholder={words.lobby.nameHint}
        {...(outside
          ? { onInput: type }
          : { onChange: ({ currentTarget }) => session.rename(currentTarget.value) })}
      />
    </label>
  );
}

function Checkbox({ chosen, label, hint }: { chosen: Signal<boolean>; label: string; hint?: string }) {
  const id = useId();
  return (
    <div class="choice">
      <label>
        <input
          type="checkbox"
          checked={chosen.value}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.checked;
          }}
        />
        {label}
      </label>
      {hint !== undefined && <small id={id}>{hint}</small>}
    </div>
  );
}

function JoinButton({ session }: Uses<"facts" | "calling">) {
  const { mainCall } = session.facts;
  const reason = reasonAgainstJoining(session.facts);
  return (
    <div class="join">
      <button
        type="button"
        class="primary"
        disabled={reason !== null}
        title={reason ?? ""}
        aria-describedby="how-many"
        {...anticipating(session, () => mainCall.value.map(({ id }) => id))}
        onClick={() => session.calling.join()}
      >
        {words.lobby.join}
      </button>
      <span id="how-many" class="count">
        {reason ?? words.lobby.count(mainCall.value.length)}
      </span>
    </div>
  );
}

function reasonAgainstJoining({ connection, mainCall, callLimit, mayJoin }: Facts): string | null {
  if (!mayJoin.value) return words.lobby.mayNotJoin;
  if (connection.value !== "open") return words.lobby.wait;
  return mainCall.value.length >= callLimit.value ? words.lobby.full(callLimit.value) : null;
}
