import { de } from "./de";
import { en } from "./en";

export type Words = typeof en;

const LANGUAGES: Readonly<Record<string, Words>> = { en, de };

/** The words of the page's language. Read when something is shown, never while a module loads. */
export let words: Words = en;

/** Speak Jupyter's language, which it writes on its page, such as "de-DE"; English where there are no words for it. */
export function speak(locale: string): void {
  words = LANGUAGES[locale.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? en;
}
