import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isBlank } from "../../common/names";
import { words } from "../../lang";
import { MAX_LENGTH } from "../../room/chat";
import type { View } from "../../room/view";
import type { Session } from "../../session";
import { Account } from "../base/account";
import { SendIcon } from "../base/icons";
import type { Uses } from "../base/props";

const COMPOSING = 229;

/** Where one writes a message. */
export function Composer({ session }: Uses<"facts" | "view" | "chat">) {
  const { chat } = session;
  const reason = whyNot(session);
  const submit = (event: Event) => {
    event.preventDefault();
    if (reason === null) chat.sayDraft();
  };
  return (
    <form class="composer" onSubmit={submit}>
      <div class="writing">
        <Recipient session={session} disabled={reason !== null} />
        <MessageField session={session} reason={reason} submit={submit} />
        <button
          type="submit"
          class="send"
          aria-label={words.chat.send}
          title={words.chat.send}
          disabled={reason !== null || isBlank(chat.draft.value)}
        >
          <SendIcon />
        </button>
      </div>
      {chat.to.value && <Account session={session} user={chat.to.value.user} />}
      {reason && (
        <p id="why-not" class="hint">
          {reason}
        </p>
      )}
    </form>
  );
}

function whyNot({ facts }: Pick<Session, "facts">): string | null {
  if (facts.connection.value === "outside" || facts.connection.value === "entering")
    return words.chat.outside;
  return facts.mayWrite.value ? null : words.chat.guest;
}

interface FieldProps extends Uses<"view" | "chat"> {
  reason: string | null;
  submit: (event: Event) => void;
}

function MessageField({ session: { view, chat }, reason, submit }: FieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = chat.draft.value;
  useLayoutEffect(() => grow(field.current), [text]);
  const leave = useFocusOnWriting(view, field);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") leave();
    // While an input method composes a word, Enter chooses it; Safari says so by this number only.
    const composing = event.isComposing || event.keyCode === COMPOSING;
    if (event.key === "Enter" && !event.shiftKey && !composing) submit(event);
  };
  return (
    <textarea
      ref={field}
      rows={1}
      aria-label={words.chat.message}
      placeholder={words.chat.message}
      maxLength={MAX_LENGTH}
      dir="auto"
      disabled={reason !== null}
      aria-describedby={reason === null ? undefined : "why-not"}
      value={text}
      onInput={({ currentTarget }) => {
        chat.draft.value = currentTarget.value;
      }}
      onKeyDown={pressed}
    />
  );
}

/** A key may bring the focus here from elsewhere. Returns how to bring it back. */
function useFocusOnWriting({ writing }: View, field: { current: HTMLElement | null }): () => void {
  const before = useRef<Element | null>(null);
  const wanted = writing.value;
  useEffect(() => {
    if (!wanted || !field.current) return;
    writing.value = false;
    before.current = (field.current.getRootNode() as ShadowRoot).activeElement;
    field.current.focus();
  }, [wanted, field, writing]);
  return () => {
    const room = field.current?.closest<HTMLElement>(".room");
    const there = before.current?.isConnected ? before.current : room;
    if (there instanceof HTMLElement) there.focus();
  };
}

/** As high as its text; the style sheet says how high at the most. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function Recipient({ session: { facts, chat }, disabled }: Uses<"facts" | "chat"> & { disabled: boolean }) {
  const chosen = chat.to.value;
  const people = facts.addressees.value;
  const gone = chosen !== null && !people.some(({ user }) => user === chosen.user);
  const choose = ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) => {
    const person = people.find(({ user }) => user === value);
    chat.to.value = person ? { user: person.user, name: person.name } : null;
  };
  return (
    <select
      class={chosen ? "recipient chosen" : "recipient"}
      aria-label={words.chat.to}
      title={words.chat.to}
      value={chosen?.user ?? ""}
      disabled={disabled}
      onChange={choose}
    >
      <option value="">{words.chat.everyone}</option>
      {gone && <option value={chosen.user}>{words.chat.gone(chosen.name)}</option>}
      {people.map(({ user, name }) => (
        <option key={user} value={user}>
          {name}
        </option>
      ))}
    </select>
  );
}
