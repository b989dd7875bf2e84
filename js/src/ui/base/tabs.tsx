import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

export interface Tab<Name extends string> {
  name: Name;
  /** What is written on it. */
  label: ComponentChildren;
}

interface TabListProps<Name extends string> {
  label: string;
  tabs: readonly Tab<Name>[];
  selected: Signal<Name>;
}

/** Tabs as in the ARIA Authoring Practices: one stop for the Tab key, arrows between them. */
export function TabList<Name extends string>({ label, tabs, selected }: TabListProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
    const by = steps[event.key];
    const index = tabs.findIndex(({ name }) => name === selected.value);
    const next = by && tabs[(index + by + tabs.length) % tabs.length];
    if (!next) return;
    selected.value = next.name;
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} ref={list} onKeyDown={step}>
      {tabs.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          aria-selected={selected.value === name}
          aria-controls={`panel-${name}`}
          tabIndex={selected.value === name ? 0 : -1}
          onClick={() => {
            selected.value = name;
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  name: string;
  shown: boolean;
  children: ComponentChildren;
}

/** What a tab shows. One that is not shown is out of sight, and out of reach. */
export function TabPanel({ name, shown, children }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={`panel-${name}`}
      aria-labelledby={`tab-${name}`}
      class={shown ? "tabpanel" : "tabpanel hidden-words"}
      inert={!shown}
    >
      {children}
    </div>
  );
}
