// What a keyboard writes of which shortcuts are made.
const LATIN = /^[\p{Script=Latin} -~]$/u;

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
