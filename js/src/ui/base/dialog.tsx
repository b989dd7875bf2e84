import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../lang";
import { IconButton } from "./labelled";
import "./dialog.css";
import { CloseIcon } from "./icons";
import { focusAt, isShown } from "./stops";

interface ModalProps {
  label: string;
  /** The id of what there is to know before one answers. */
  describedBy?: string;
  /** What Escape means, if anything. */
  onEscape?: () => void;
  children: ComponentChildren;
}

/** Something that lies over the room until it is answered. */
export function Modal({ label, describedBy, onEscape, children }: ModalProps) {
  const dialog = useRef<HTMLDivElement>(null);
  useDialogFocus(dialog);
  const pressed = (event: KeyboardEvent) => {
    trap(event, dialog.current);
    if (event.key === "Escape") onEscape?.();
  };
  return (
    <div class="scrim">
      <div
        ref={dialog}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        aria-describedby={describedBy}
        class="dialog"
        onKeyDown={pressed}
      >
        {children}
      </div>
    </div>
  );
}

interface DialogProps {
  label: string;
  close: () => void;
  children: ComponentChildren;
}

/** A dialog with a title and a button that closes it, as Escape does. */
export function Dialog({ label, close, children }: DialogProps) {
  return (
    <Modal label={label} onEscape={close}>
      <header class="dialog-head">
        <h2>{label}</h2>
        <IconButton class="quiet" label={words.room.close} onClick={close} data-first>
          <CloseIcon />
        </IconButton>
      </header>
      {children}
    </Modal>
  );
}

interface PopoverProps extends DialogProps {
  dialog: { current: HTMLDivElement | null };
  class: string;
}

/** A dialog beside what it is about, which leaves the rest of the room usable. */
export function Popover({ dialog, label, class: name, close, children }: PopoverProps) {
  useDialogFocus(dialog);
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return (
    <div ref={dialog} role="dialog" aria-label={label} class={name} onKeyDown={pressed}>
      {children}
    </div>
  );
}

/** Focus goes to what is marked as first, and back to where it was unless somebody has moved it on. */
function useDialogFocus(dialog: { current: HTMLElement | null }): void {
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
function trap(event: KeyboardEvent, dialog: HTMLElement | null): void {
  event.stopPropagation();
  if (event.key !== "Tab" || !dialog) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)].filter(isShown);
  const here = stops.indexOf((dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement);
  const next = event.shiftKey ? Math.max(here, 0) - 1 : here + 1;
  event.preventDefault();
  focusAt(stops, next);
}

// Where Tab would stop by itself.
const STOPS = ["a[href]", ":is(button, input, select, textarea):enabled", "summary", "[tabindex]"]
  .map((stop) => `${stop}:not([tabindex="-1"])`)
  .join();

function isTyping(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(input|textarea)$/i.test(element.tagName))
  );
}
