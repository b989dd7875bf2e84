import chat from "./chat.css";
import devices from "./devices.css";
import panel from "./panel.css";
import people from "./people.css";
import style from "./style.css";
import tiles from "./tiles.css";

/** All style of the room. */
export const TEXTS: readonly string[] = [style, panel, people, chat, devices, tiles];

/** The style, for a shadow root in this window: a sheet belongs to the document in which it was made. */
export function sheets(window: Window & typeof globalThis): CSSStyleSheet[] {
  return TEXTS.map((text) => {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
