import type { Session } from "../session";
import { pushToTalk } from "./call/pushtotalk";
import { keyOf } from "./keys";

/** What each key does in the room. */
const ALWAYS: Readonly<Record<string, (session: Session) => void>> = {
  c: ({ view }) => view.openChat(),
  "?": ({ view }) => {
    view.dialog.value = "shortcuts";
  },
};

/** What each key does in the lobby. */
const BEFORE: Readonly<Record<string, (session: Session) => void>> = {
  m: ({ media }) => void media.toggleWanted("microphone"),
  v: ({ media }) => void media.toggleWanted("camera"),
};

/** What each key does during a call. */
const KEYS: Readonly<Record<string, (session: Session) => void>> = {
  m: ({ media }) => media.toggleMicrophone(),
  v: ({ media }) => media.toggleCamera(),
  h: ({ hand }) => hand.toggle(),
};

const CONTROLS = "input, textarea, select, button, a[href], summary, [contenteditable], [role='button']";
const FIELDS = "input:not([type='checkbox']), textarea, select, [contenteditable]";

/** A key was pressed while the focus is in the room. One who types or presses a button means something else. */
export function shortcut(event: KeyboardEvent, session: Session): void {
  const key = keyOf(event);
  const { facts, rings, own } = session;
  const always = isIn(event, FIELDS) ? undefined : ALWAYS[key];
  if (always) {
    // The letter is not for the field that it brings the focus to.
    event.preventDefault();
    always(session);
  }
  if (key === " " && facts.call.value && !isIn(event, CONTROLS)) pushToTalk(event, session.media);
  if (event.repeat || isIn(event, FIELDS)) return;
  const talking = facts.call.value || rings.outgoing.value;
  if (!talking && !session.handover.elsewhere.value) BEFORE[key]?.(session);
  if (talking && !own.now.value.opening) KEYS[key]?.(session);
}

function isIn({ target }: Event, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
