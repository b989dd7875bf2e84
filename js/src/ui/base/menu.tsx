import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { usePressedOutside } from "./hooks";
import { CheckIcon } from "./icons";
import "./menu.css";
import { isShown, moveFocus } from "./stops";

const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export interface MenuItem {
  role: "menuitem" | "menuitemradio" | "menuitemcheckbox";
  label: string;
  checked?: boolean;
  /** What is drawn before the label, or in a row instead of it. */
  sign?: string;
  act(): void;
}

/** Items that belong together; what they are, if they need a word for it. */
export interface MenuGroup {
  label?: string;
  /** What is shown above the items, for the eye only. */
  head?: ComponentChildren;
  /** Only the signs, beside each other. */
  row?: boolean;
  /** They stand in the bar where that is wide enough. */
  spare?: boolean;
  items: readonly MenuItem[];
}

interface MenuProps {
  label: string;
  groups: readonly MenuGroup[];
  close(): void;
}

interface MenuButtonProps {
  label: string;
  title?: string;
  disabled?: boolean;
  shape?: "round" | "arrow";
  groups(button: HTMLElement): readonly MenuGroup[];
  children: ComponentChildren;
}

/** A button that opens a menu, and has the focus again when it is closed. */
export function MenuButton({
  label,
  title = label,
  disabled = false,
  shape = "round",
  groups,
  children,
}: MenuButtonProps) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <div class="more">
      <button
        ref={button}
        type="button"
        class={shape}
        aria-label={label}
        title={title}
        aria-haspopup="menu"
        aria-expanded={open.value}
        disabled={disabled}
        onClick={() => {
          open.value = !open.value;
        }}
        onKeyDown={({ key }) => {
          // The key may be pressed before the menu is painted and has the focus.
          if (key === "Escape" && open.value) close();
        }}
      >
        {children}
      </button>
      {open.value && button.current && <Menu label={label} groups={groups(button.current)} close={close} />}
    </div>
  );
}

/** A menu by the ARIA authoring practices: arrows move, Escape and Tab close. */
function Menu({ label, groups, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => itemsIn(menu.current)[0]?.focus(), []);
  usePressedOutside(menu, (node) => node === menu.current?.parentElement, close);
  return (
    <div ref={menu} role="menu" aria-label={label} class="menu" onKeyDown={(event) => move(event, close)}>
      {groups.map(({ label, head, row, spare, items }, index) => (
        <div
          key={index}
          role="group"
          aria-label={label}
          class={`${row ? "row" : ""} ${spare ? "spare-group" : ""}`}
        >
          {label && <span aria-hidden="true">{label}</span>}
          {head && <div aria-hidden="true">{head}</div>}
          {items.map((item) => (
            <Item key={item.label} item={item} bare={row ?? false} close={close} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface ItemProps {
  item: MenuItem;
  /** Only its sign is shown. */
  bare: boolean;
  close(): void;
}

function Item({ item: { role, label, checked, sign, act }, bare, close }: ItemProps) {
  const choose = () => {
    // First, so that a dialog that opens knows where the focus was.
    close();
    act();
  };
  return (
    <button
      type="button"
      role={role}
      tabIndex={-1}
      aria-label={sign && label}
      title={bare ? label : undefined}
      {...(role !== "menuitem" && { "aria-checked": checked ?? false })}
      onClick={choose}
    >
      <span class="check">{sign ?? (checked && <CheckIcon />)}</span>
      {!bare && label}
    </button>
  );
}

function move(event: KeyboardEvent, close: () => void): void {
  event.stopPropagation();
  if (event.key === "Escape" || event.key === "Tab") close();
  else moveFocus(event, itemsIn(event.currentTarget as HTMLElement), ARROWS);
  // By these the browser presses the item, or moves the focus on.
  if (!["Enter", " ", "Tab"].includes(event.key)) event.preventDefault();
}

function itemsIn(menu: HTMLElement | null): HTMLElement[] {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  return items.filter(isShown);
}
