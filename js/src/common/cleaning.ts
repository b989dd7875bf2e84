// With names.ts the same rules as in jupyter_videoroom/protocol/names.py, which says why; tests/fixtures/names.json is
// read by the tests of both. In a file of its own, since the first screen shows no name that the server has not cleaned.
import { BLANKS, UNSEEN } from "./names";

const MAX_NAME = 64;

const { raw } = String;

const EMOJI = raw`\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}`;
const HAN = raw`\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const MONGOLIAN = raw`\u1820-\u18aa`;
const VIRAMAS = raw`\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca`;
const INDIC = raw`\u0900-\u0dff`;
const JOINING = raw`\u0620\u0626\u0628\u062a-\u062e\u0633-\u063f\u0641-\u0647\u0649\u064a\u066e\u066f\u0678-\u0687\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc\u06ff`;
const ARABIC = raw`\u0620\u0622-\u064a\u066e-\u0673\u0675-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff`;

const NEEDED = [
  raw`\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}`,
  raw`(?<=[${EMOJI}])[\ufe0e\ufe0f]`,
  raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  raw`(?<=[${EMOJI}]\ufe0f?)\u200d(?=[${EMOJI}])`,
  raw`(?<=[${VIRAMAS}])(?:\u200d|\u200c(?=[${INDIC}]))`,
  raw`(?<=[${INDIC}])\u200d(?=[${VIRAMAS}])`,
  raw`(?<=[${JOINING}])(?:\u200c(?=[${ARABIC}])|\u200d(?=[${BLANKS}]|$))`,
  raw`(?<=[${HAN}])[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  raw`(?<=[${MONGOLIAN}])[\u180b-\u180f]`,
].join("|");
const neededOrUnseen = new RegExp(`(${NEEDED})|[${UNSEEN}]`, "gu");
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

function cleanOnce(text: string): string {
  const visible = text.normalize("NFC").replace(neededOrUnseen, (_, needed?: string) => needed ?? "");
  return visible.replace(blanks, " ").normalize("NFC").trim();
}
