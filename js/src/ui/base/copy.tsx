import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { CheckIcon } from "./icons";
import { IconButton } from "./labelled";
import type { Uses } from "./props";

const CONFIRMATION = 3_000;

interface CopyProps extends Uses<"view"> {
  /** What is copied, as it is at the click. */
  text: () => string;
  says: { label: string; hint: string; copied: string };
  class: string;
  /** Its icon. */
  children: ComponentChildren;
}

/** A button that copies a text, and says so. Where the browser lets no page copy, the text is shown to be copied by hand. */
export function CopyButton({ session, text, says, class: name, children }: CopyProps) {
  const copied = useSignal(false);
  const copy = async ({ currentTarget }: { currentTarget: HTMLElement }) => {
    copied.value = await copyText(text(), currentTarget);
    if (!copied.value) session.view.toCopy.value = text();
  };
  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => {
      copied.value = false;
    }, CONFIRMATION);
    return () => clearTimeout(timer);
  }, [copied.value, copied]);
  return (
    <>
      <span class="copied" aria-live="polite">
        {copied.value && says.copied}
      </span>
      <IconButton class={name} label={says.label} title={says.hint} onClick={(event) => void copy(event)}>
        {copied.value ? <CheckIcon /> : children}
      </IconButton>
    </>
  );
}

/** Whether it is in the clipboard now. */
async function copyText(text: string, button: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages that came over plain http have no clipboard, and other pages may be denied it.
    return copySelection(text, button);
  }
}

/** As if it were selected and copied by keyboard: beside the button, since what lies behind a dialog takes no focus. */
function copySelection(text: string, button: HTMLElement): boolean {
  const field = document.createElement("textarea");
  field.className = "hidden-words";
  field.value = text;
  button.after(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  button.focus();
  return copied;
}
