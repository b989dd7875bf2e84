import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../lang";
import { CloseIcon } from "./icons";

interface DialogProps {
  label: string;
  close: () => void;
  children: ComponentChildren;
}

/** Something that lies over the room until it is closed, by its button or by Escape. */
export function Dialog({ label, close, children }: DialogProps) {
  const dialog = useRef<HTMLDivElement>(null);
  useDialogFocus(dialog);
  const pressed = (event: KeyboardEvent) => {
    trap(event, dialog.current);
    if (event.key === "Escape") close();
  };
  return (
    <div class="scrim">
      <div ref={dialog} role="dialog" aria-modal="true" aria-label={label} class="dialog" onKeyDown={pressed}>
        <header class="dialog-head">
          <h2>{label}</h2>
          <button
            type="button"
            class="quiet"
            aria-label={words.room.close}
            title={words.room.close}
            onClick={close}
            data-first
          >
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </div>
  );
}

/** Focus goes to what is marked as first, and back to where it was unless somebody has moved it on. */
export function useDialogFocus(dialog: { current: HTMLElement | null }): void {
  useEffect(() => {
    const root = dialog.current?.getRootNode() as ShadowRoot;
    const before = root.activeElement ?? document.activeElement;
    if (mayMove(before, root)) dialog.current?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      // Nobody has it once the dialog is taken away with it.
      const free = document.activeElement === document.body || dialog.current?.contains(root.activeElement);
      if (free && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [dialog]);
}

/** A call must not be answered by what somebody types, nor by a key that is for a cell. */
function mayMove(focus: Element | null, room: ShadowRoot): boolean {
  const inRoom = focus !== null && room.contains(focus);
  return (inRoom || focus === document.body) && !isTyping(focus);
}

/** Tab stays in the dialog, and no key leaves it. */
export function trap(event: KeyboardEvent, dialog: HTMLElement | null): void {
  event.stopPropagation();
  if (event.key !== "Tab" || !dialog) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>("button, input, select")];
  const index = stops.indexOf((dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement);
  event.preventDefault();
  stops.at((index + (event.shiftKey ? -1 : 1)) % stops.length)?.focus();
}

function isTyping(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(input|textarea)$/i.test(element.tagName))
  );
}
