import { en, type Words } from "./en";

export type { Words };

/** Another language is one file and one line; who does not speak it does not load it. */
const OTHERS: Readonly<Record<string, () => Promise<Words>>> = {
  de: async () => (await import("./de")).de,
};

/** The words of the page's language. Read when something is shown, never while a module loads. */
export let words: Words = en;

/** Speak Jupyter's language, which it writes on its page, such as "de-DE"; English where there are no words for it. */
export async function speak(locale = document.documentElement.lang || navigator.language): Promise<void> {
  const load = OTHERS[locale.split(/[-_]/)[0]?.toLowerCase() ?? ""];
  // Better a room in English than none.
  words = (await load?.().catch(() => null)) ?? en;
}
