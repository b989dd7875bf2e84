import { useEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import { Dialog } from "./base/dialog";
import type { Uses } from "./base/props";

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
