// What can be seen of a name: cleaning.ts goes on.
import { BLANKS, UNSEEN } from "./names.gen";

const unseen = new RegExp(`[${UNSEEN}]`, "gu");
const blanks = new RegExp(`[${BLANKS}]+`, "gu");

/** Whether there is nothing in a text that anybody could see. */
export function isBlank(text: string): boolean {
  return !looksOf(text);
}

/** What is the same for names that people take for one: without case, widths and all that cannot be seen. */
export function looksOf(name: string): string {
  const plain = name.replace(unseen, "").replace(blanks, " ").normalize("NFKC");
  return plain.toUpperCase().toLowerCase().normalize("NFC").trim();
}
