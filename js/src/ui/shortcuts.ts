import type { Session } from "../session";
import { toggleHand } from "./call/hand";
import { pushToTalk } from "./call/pushtotalk";
import { keyOf } from "./keys";

/** What each key does in the room. */
const ALWAYS: Readonly<Record<string, (session: Session) => void>> = {
  c: ({ store }) => store.openChat(),
  "?": ({ store }) => {
    store.dialog.value = "shortcuts";
  },
};

/** What each key does in the lobby. */
const BEFORE: Readonly<Record<string, (session: Session) => void>> = {
  m: ({ calling }) => void calling.media.toggleWanted("microphone"),
  v: ({ calling }) => void calling.media.toggleWanted("camera"),
};

/** What each key does during a call. */
const KEYS: Readonly<Record<string, (session: Session) => void>> = {
  m: ({ calling }) => calling.media.toggleMicrophone(),
  v: ({ calling }) => calling.media.toggleCamera(),
  h: (session) => toggleHand(session),
};

const CONTROLS = "input, textarea, select, button, a[href], summary, [contenteditable], [role='button']";
const FIELDS = "input:not([type='checkbox']), textarea, select, [contenteditable]";

/** A key was pressed while the focus is in the room. Whoever types or presses a button means something else. */
export function shortcut(event: KeyboardEvent, session: Session): void {
  const key = keyOf(event);
  const { call, outgoing, own } = session.store;
  const always = isIn(event, FIELDS) ? undefined : ALWAYS[key];
  if (always) {
    // The letter is not for the field that it brings the focus to.
    event.preventDefault();
    always(session);
  }
  if (key === " " && call.value && !isIn(event, CONTROLS)) pushToTalk(event, session.calling.media);
  if (event.repeat || isIn(event, FIELDS)) return;
  const talking = call.value || outgoing.value;
  if (!talking && !session.handover.elsewhere.value) BEFORE[key]?.(session);
  if (talking && !own.value.opening) KEYS[key]?.(session);
}

function isIn({ target }: Event, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
