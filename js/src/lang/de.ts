import { allow, devices, lobby, missing, troubles } from "./de.devices";
import type { Words } from "./index";

/** Jedes Wort der Seite auf Deutsch. */
export const de: Words = {
  locale: "de",
  devices,
  lobby,
  missing,
  allow,
  troubles,
};
