import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../lang";
import { Dialog, Modal } from "./base/dialog";
import { PhoneOffIcon } from "./base/icons";
import type { Uses } from "./base/props";
import "./dialogs.css";
import { DeviceFields } from "./lobby/devices";

/** The devices of a call, changed while it goes on. */
export function DevicesDialog({ session }: Uses<"own" | "view" | "media" | "calling">) {
  return (
    <Dialog label={words.devices.title} close={() => session.view.show(null)}>
      <DeviceFields session={session} />
    </Dialog>
  );
}

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
  return (
    <Dialog label={title} close={() => view.show(null)}>
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

/** Somebody leaves the room in the middle of a call, which would end it: perhaps they mean one only. */
export function LeavingDialog({ session }: Uses<"view" | "leaveRoom">) {
  const meaning = useId();
  const { title, meaning: says, leave, stay } = words.leaving;
  const close = () => session.view.show(null);
  const leaveBoth = () => {
    close();
    session.leaveRoom();
  };
  return (
    <Modal label={title} describedBy={meaning} onEscape={close}>
      <h2>{title}</h2>
      <p id={meaning}>{says}</p>
      <div class="answers">
        <button type="button" data-first onClick={close}>
          {stay}
        </button>
        <button type="button" class="danger" onClick={leaveBoth}>
          <PhoneOffIcon /> {leave}
        </button>
      </div>
    </Modal>
  );
}

/** A text that the browser lets nobody copy but the viewer: it is selected, and waits for the key. */
export function CopyDialog({ session: { view } }: Uses<"view">) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  const close = () => {
    view.toCopy.value = null;
  };
  return (
    <Dialog label={words.copy.byHand} close={close}>
      <p id="how-to-copy">{words.copy.how}</p>
      <textarea
        ref={field}
        class="to-copy"
        readOnly
        rows={5}
        aria-label={words.copy.text}
        aria-describedby="how-to-copy"
        value={view.toCopy.value ?? ""}
      />
    </Dialog>
  );
}
