import { useEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import { Dialog } from "./base/dialog";
import type { RoomProps } from "./base/props";

/** A text that the browser lets nobody copy but the viewer: it is selected, and waits for the key. */
export function CopyDialog({ session: { store } }: RoomProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  const close = () => {
    store.toCopy.value = null;
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
        value={store.toCopy.value ?? ""}
      />
    </Dialog>
  );
}
