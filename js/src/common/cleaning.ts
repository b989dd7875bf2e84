// With names.ts the same rules as in jupyter_videoroom/protocol/names.py, which says why: its tables are generated from
// there, and tests/fixtures/names.json is read by the tests of both. In a file of its own, since the first screen shows
// no name that the server has not cleaned.
import { BLANKS, UNSEEN } from "./names.gen";
import { ARABIC, EMOJI, HAN, INDIC, JOINING, MONGOLIAN, VIRAMAS } from "./scripts.gen";

const MAX_NAME = 64;

const { raw } = String;

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
