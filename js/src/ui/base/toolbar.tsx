import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isShown, moveFocus } from "./stops";

const ARROWS = { ArrowLeft: -1, ArrowRight: 1 };

/** A toolbar by the ARIA authoring practices: one stop for Tab, and arrows, Home and End from button to button. */
export function Toolbar({ label, children }: { label: string; children: ComponentChildren }) {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (bar.current ? rove(bar.current) : undefined), []);
  return (
    <div ref={bar} class="bar" role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

/** Have one of the buttons be the stop, whichever of them there are at the moment. Returns how to end it. */
function rove(bar: HTMLElement): () => void {
  let stop: HTMLElement | undefined;
  const settle = () => {
    const stops = stopsIn(bar);
    if (!stop || !stops.includes(stop)) stop = stops[0];
    for (const button of buttonsIn(bar)) button.tabIndex = button === stop ? 0 : -1;
  };
  const focused = ({ target }: Event) => {
    stop = target as HTMLElement;
    settle();
  };
  const pressed = (event: KeyboardEvent) => moveFocus(event, stopsIn(bar), ARROWS);
  const changes = new MutationObserver(settle);
  changes.observe(bar, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  // A narrow bar leaves some out.
  const sizes = new ResizeObserver(settle);
  sizes.observe(bar);
  bar.addEventListener("focusin", focused);
  bar.addEventListener("keydown", pressed);
  settle();
  return () => {
    changes.disconnect();
    sizes.disconnect();
    bar.removeEventListener("focusin", focused);
    bar.removeEventListener("keydown", pressed);
  };
}

/** Not the items of a menu that is open, which has its own keys. */
function buttonsIn(bar: HTMLElement): HTMLButtonElement[] {
  return [...bar.querySelectorAll("button")].filter((button) => !button.closest('[role="menu"]'));
}

function stopsIn(bar: HTMLElement): HTMLElement[] {
  return buttonsIn(bar).filter((button) => !button.disabled && isShown(button));
}
