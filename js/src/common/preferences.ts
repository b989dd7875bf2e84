import { effect, type Signal, signal } from "@preact/signals";

const PREFIX = "jupyter-videoroom:";

/** A choice that this browser remembers, for all rooms of its server. What is no choice, or not any more, is forgotten. */
export function remembered<T>(name: string, fallback: T, isValid: (value: unknown) => value is T): Signal<T> {
  let known = read(name, fallback, isValid);
  const choice = signal(known);
  effect(() => {
    // Where nothing was chosen, there is nothing to keep.
    if (choice.value !== known) write(name, choice.value);
    known = choice.value;
  });
  return choice;
}

/** Such a choice, which follows what another page of this browser chooses. */
export function shared<T>(name: string, fallback: T, isValid: (value: unknown) => value is T): Signal<T> {
  const choice = remembered(name, fallback, isValid);
  addEventListener("storage", ({ key }) => {
    if (key === PREFIX + name) choice.value = read(name, choice.peek(), isValid);
  });
  return choice;
}

export function isSwitch(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function read<T>(name: string, fallback: T, isValid: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return isValid(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
}
