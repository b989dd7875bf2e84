import type { Session } from "../session";
import { toggleHand } from "./call/hand";
import { pushToTalk } from "./call/pushtotalk";

/** What each key does in the room. */
const ALWAYS: Readonly<Record<string, (session: Session) => void>> = {
  c: ({ store }) => store.openChat(),
  "?": ({ store }) => {
    store.dialog.value = "shortcuts";
  },
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
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { call, own } = session.store;
  const always = isIn(event, FIELDS) ? undefined : ALWAYS[event.key];
  if (always) {
    // The letter is not for the field that it brings the focus to.
    event.preventDefault();
    always(session);
  }
  if (!call.value) return;
  if (event.key === " " && !isIn(event, CONTROLS)) pushToTalk(event, session.calling.media);
  if (event.repeat || own.value.opening || isIn(event, FIELDS)) return;
  KEYS[event.key]?.(session);
}

function isIn({ target }: Event, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
