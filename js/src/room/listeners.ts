import { computed, type ReadonlySignal } from "@preact/signals";
import type { People } from "./model";

/** Who may only watch and listen, as the server has said last: one that was restarted does not know everybody at once. */
export class Listeners {
  private readonly known = new Set<string>();

  /** All of them as one text, which is another one whenever somebody is added or taken away. */
  readonly ids = computed(() => {
    for (const { id, listens } of this.people.value.values()) {
      if (listens) this.known.add(id);
      else this.known.delete(id);
    }
    return [...this.known].join();
  });

  constructor(private readonly people: ReadonlySignal<People>) {}

  has(participant: string): boolean {
    void this.ids.value;
    return this.known.has(participant);
  }
}
