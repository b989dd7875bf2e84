// The same rules as in jupyter_videoroom/protocol/names.py, which says why; tests/fixtures/names.json is read by the
// tests of both.

const MAX_NAME = 64;

const BLANKS =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000" +
  "\\u115f\\u1160\\u2800\\u3164\\uffa0\\u{13441}\\u{13442}\\u{1d159}";
const UNSEEN =
  "\\0-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\xad\\u034f\\u061c\\u17b4\\u17b5\\u180b-\\u180f" +
  "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ud800-\\uf8ff\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff" +
  "\\u{16fe4}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\u{f0000}-\\u{10ffff}";
const EMOJI =
  "\\xa9\\xae\\u203c\\u2049\\u2122\\u2139\\u2190-\\u21ff\\u2300-\\u23ff\\u24c2\\u25a0-\\u27bf\\u2900-\\u297f\\u2b00-\\u2bff" +
  "\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}";
const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const MONGOLIAN = "\\u1820-\\u18aa";
const VIRAMAS = "\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca";
const INDIC = "\\u0900-\\u0dff";
const JOINING =
  "\\u0620\\u0626\\u0628\\u062a-\\u062e\\u0633-\\u063f\\u0641-\\u0647\\u0649\\u064a\\u066e\\u066f\\u0678-\\u0687\\u069a-\\u06bf" +
  "\\u06c1\\u06c2\\u06cc\\u06ce\\u06d0\\u06d1\\u06fa-\\u06fc\\u06ff";
const ARABIC = "\\u0620\\u0622-\\u064a\\u066e-\\u0673\\u0675-\\u06d3\\u06d5\\u06ee\\u06ef\\u06fa-\\u06ff";

const NEEDED = [
  "\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}",
  `(?<=[${EMOJI}])[\\ufe0e\\ufe0f]`,
  "(?<=[0-9#*])\\ufe0f(?=\\u20e3)",
  `(?<=[${EMOJI}]\\ufe0f?)\\u200d(?=[${EMOJI}])`,
  `(?<=[${VIRAMAS}])(?:\\u200d|\\u200c(?=[${INDIC}]))`,
  `(?<=[${INDIC}])\\u200d(?=[${VIRAMAS}])`,
  `(?<=[${JOINING}])(?:\\u200c(?=[${ARABIC}])|\\u200d(?=[${BLANKS}]|$))`,
  `(?<=[${HAN}])[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]`,
  `(?<=[${MONGOLIAN}])[\\u180b-\\u180f]`,
].join("|");
const neededOrUnseen = new RegExp(`(${NEEDED})|[${UNSEEN}]`, "gu");
const unseen = new RegExp(`[${UNSEEN}]`, "gu");
const blanks = new RegExp(`[${BLANKS}]+`, "gu");

/** One line of visible text, composed (NFC), with single spaces. */
export function cleanLine(text: string): string {
  for (let cleaned = cleanOnce(text); ; text = cleaned, cleaned = cleanOnce(text))
    if (cleaned === text) return text;
}

/** A name that others see; "" where nothing is left of it. */
export function cleanName(name: string): string {
  return cleanLine([...cleanLine(name)].slice(0, MAX_NAME).join(""));
}

/** What is the same for names that people take for one: without case, widths and all that cannot be seen. */
export function looksOf(name: string): string {
  const plain = name.replace(unseen, "").replace(blanks, " ").normalize("NFKC");
  return plain.toUpperCase().toLowerCase().normalize("NFC").trim();
}

function cleanOnce(text: string): string {
  const visible = text.normalize("NFC").replace(neededOrUnseen, (_, needed?: string) => needed ?? "");
  return visible.replace(blanks, " ").normalize("NFC").trim();
}
