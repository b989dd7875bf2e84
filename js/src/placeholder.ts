import { words } from "./lang";

/** What a view shows while the room is in another one. */
export function placeholder(room: string, onShow: () => void): HTMLElement {
  const box = document.createElement("div");
  box.style.cssText =
    "display:flex;gap:12px;align-items:center;padding:12px;font:var(--jp-ui-font-size1,13px) var(--jp-ui-font-family,system-ui)";
  const text = document.createElement("span");
  text.textContent = words.room.elsewhere(room);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.room.showHere;
  button.onclick = onShow;
  box.append(text, button);
  return box;
}
