/** What a view shows while the room is in another one. */
export function placeholder(room: string, onShow: () => void): HTMLElement {
  const box = document.createElement("div");
  box.style.cssText =
    "display:flex;gap:12px;align-items:center;padding:12px;font:var(--jp-ui-font-size1,13px) var(--jp-ui-font-family,system-ui)";
  const words = document.createElement("span");
  words.textContent = `The room “${room}” is shown in another place of this page.`;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Show here";
  button.onclick = onShow;
  box.append(words, button);
  return box;
}
