import kernels from "../call/kernels.css";
import tiles from "../call/tiles.css";
import devices from "../lobby/devices.css";
import page from "../page.css";
import chat from "../panel/chat.css";
import outputs from "../panel/outputs.css";
import panel from "../panel/panel.css";
import people from "../panel/people.css";
import forced from "./forced.css";
import style from "./style.css";

/** All style of the room. */
export const TEXTS: readonly string[] = [
  style,
  panel,
  people,
  chat,
  outputs,
  devices,
  tiles,
  kernels,
  page,
  forced,
];

/** The style, for a shadow root in this window: a sheet belongs to the document in which it was made. */
export function sheets(window: Window & typeof globalThis): CSSStyleSheet[] {
  return TEXTS.map((text) => {
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
