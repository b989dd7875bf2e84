import { effect, type Signal, signal } from "@preact/signals";

const PREFIX = "jupyter-videoroom:";

/** A choice that this browser remembers, for all rooms of its server. */
export function remembered<T>(name: string, fallback: T): Signal<T> {
  const choice = signal(read(name, fallback));
  effect(() => write(name, choice.value));
  return choice;
}

function read<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? fallback : (JSON.parse(text) as T);
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
