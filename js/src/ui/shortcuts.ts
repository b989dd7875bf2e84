import type { OwnMedia } from "../devices/media";
import type { Session } from "../session";

/** What each key does in the room. */
const ALWAYS: Readonly<Record<string, (session: Session) => void>> = {
  c: ({ view }) => view.openChat(),
  "?": ({ view }) => view.show("shortcuts"),
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
  h: ({ reactions }) => reactions.toggleHand(),
};

const CONTROLS = "input, textarea, select, button, a[href], summary, [contenteditable], [role='button']";
const FIELDS = "input:not([type='checkbox']), textarea, select, [contenteditable]";
// What a keyboard writes of which shortcuts are made.
const LATIN = /^[\p{Script=Latin} -~]$/u;

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

/**
 * The key that was pressed, as shortcuts name it: by what it writes, or, where that is a letter of another script, by
 * where it is on the keyboard. Empty where somebody means something else by it.
 */
export function keyOf(event: KeyboardEvent): string {
  const { key, code, shiftKey } = event;
  // AltGr is a modifier of its own on Linux.
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
  if (modified || event.isComposing) return "";
  if (key.length > 1) return key;
  const letter = LATIN.test(key) ? key : whereIs(code, shiftKey);
  // Caps Lock makes no other key of it, Shift does.
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

function whereIs(code: string, shiftKey: boolean): string {
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^Key([A-Z])$/.exec(code)?.[1] ?? "";
}

/** The space bar went down: one is heard until it comes up, wherever the focus is by then, or the page loses sight of it. */
function pushToTalk(event: KeyboardEvent, media: OwnMedia): void {
  // Pages scroll by it, also when it repeats.
  event.preventDefault();
  if (event.repeat) return;
  media.hold();
  const over = new AbortController();
  const release = () => {
    over.abort();
    media.letGo();
  };
  const { signal } = over;
  // Captured, since what is pressed in the room does not leave it.
  addEventListener("keyup", (up) => up.code === event.code && release(), { signal, capture: true });
  addEventListener("blur", release, { signal });
  document.addEventListener("visibilitychange", release, { signal });
}
