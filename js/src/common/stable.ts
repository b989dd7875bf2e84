import { computed, type ReadonlySignal } from "@preact/signals";

/** A computed list that stays the same array while it has the same elements, as their keys tell. */
export function stable<T>(list: () => readonly T[], keyOf: (one: T) => string): ReadonlySignal<readonly T[]> {
  let keys = "";
  let known: readonly T[] = [];
  return computed(() => {
    const now = list();
    const nowKeys = now.map(keyOf).join("\n");
    if (nowKeys !== keys) known = now;
    keys = nowKeys;
    return known;
  });
}
