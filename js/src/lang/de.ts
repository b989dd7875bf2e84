import { allow, devices, lobby, missing, troubles } from "./de.devices";
import { layout, stats, tiles } from "./de.tiles";
import type { Words } from "./index";

/** Jedes Wort der Seite auf Deutsch. */
export const de: Words = {
  locale: "de",
  devices,
  lobby,
  missing,
  allow,
  troubles,
  tiles,
  layout,
  stats,
};
