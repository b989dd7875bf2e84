import type { Words } from "./index";

/** Jedes Wort der Seite auf Deutsch. */
export const de: Words = {
  locale: "de",
};
