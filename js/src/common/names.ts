// What can be seen of a name: cleaning.ts goes on.

const { raw } = String;

export const BLANKS = raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0\u{13441}\u{13442}\u{1d159}`;
export const UNSEEN = raw`\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}`;

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
