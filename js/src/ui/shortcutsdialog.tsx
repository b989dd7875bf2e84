import { words } from "../lang";
import { Dialog } from "./base/dialog";
import type { Uses } from "./base/props";
import { bring } from "./base/sheets";
import style from "./shortcuts.css";

bring(style);

/** What each key does. */
export function ShortcutsDialog({ session: { view } }: Uses<"view">) {
  const { title, hint, keys, ...says } = words.shortcuts;
  const shortcuts = [
    ["m", says.microphone],
    [keys.space, says.talk],
    ["v", says.camera],
    ["h", says.hand],
    ["c", says.chat],
    [keys.enter, says.send],
    [keys.shiftEnter, says.line],
    [keys.escape, says.close],
    ["?", says.help],
  ];
  const close = () => {
    view.dialog.value = null;
  };
  return (
    <Dialog label={title} close={close}>
      <dl class="shortcuts">
        {shortcuts.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{hint}</p>
    </Dialog>
  );
}
