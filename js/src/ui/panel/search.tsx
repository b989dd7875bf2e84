import type { Signal } from "@preact/signals";
import { words } from "../../lang";

interface SearchProps {
  sought: Signal<string>;
  /** Nobody is of such a name. */
  noMatch: boolean;
}

/** Where one writes whom one looks for among the people. */
export function Search({ sought, noMatch }: SearchProps) {
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !sought.value) return;
    // Once for the field, and not for the panel as well.
    event.stopPropagation();
    sought.value = "";
  };
  return (
    <search class="people-search">
      <input
        type="search"
        aria-label={words.people.search}
        placeholder={words.people.search}
        value={sought.value}
        onInput={({ currentTarget }) => {
          sought.value = currentTarget.value;
        }}
        onKeyDown={pressed}
      />
      <p class="hint" aria-live="polite">
        {noMatch && words.people.nobody(sought.value.trim())}
      </p>
    </search>
  );
}
