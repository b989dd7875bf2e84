import { allow, devices, lobby, missing, troubles } from "./en.devices";
import { layout, stats, tiles } from "./en.tiles";

/** Every word of the page, in English. A section a part of the room; what varies is a function. */
export const en = {
  locale: "en",
  devices,
  lobby,
  missing,
  allow,
  troubles,
  tiles,
  layout,
  stats,
};
