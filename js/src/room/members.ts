import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { People } from "./model";

// After a restart of the server people come back one by one; their media has been there all the time.
const RETURN = 15_000;

/** Who else is in one's call, by the server's word, in the order in which they came. */
export class Members {
  /** Whether media still comes from somebody, as the call knows. */
  isReached: (participant: string) => boolean = () => false;
  private readonly present = signal<readonly string[]>([]);
  private readonly missing = new Map<string, ReturnType<typeof setTimeout>>();
  private confirmed = false;

  get ids(): ReadonlySignal<readonly string[]> {
    return this.present;
  }

  has(participant: string): boolean {
    return this.present.value.includes(participant);
  }

  /** A call begins, and these are expected in it until the server has said who is there. */
  expect(participants: readonly string[]): void {
    this.clear();
    this.present.value = participants;
  }

  /** All who are there. The server may have lost sight of members whose media still comes: those have time to return. */
  joined(participants: readonly string[]): void {
    const absent = this.present.value.filter((id) => !participants.includes(id));
    const awaited = this.confirmed ? absent.filter(this.isReached) : [];
    const known = this.present.value.filter((id) => participants.includes(id) || awaited.includes(id));
    for (const id of participants) this.found(id);
    for (const id of awaited) this.miss(id);
    this.confirmed = true;
    this.present.value = [...new Set([...known, ...participants])];
  }

  add(participant: string): void {
    this.found(participant);
    if (!this.has(participant)) this.present.value = [...this.present.value, participant];
  }

  remove(participant: string): void {
    this.found(participant);
    if (this.has(participant)) this.present.value = this.present.value.filter((id) => id !== participant);
  }

  /** The call is over. */
  clear(): void {
    for (const id of [...this.missing.keys()]) this.found(id);
    this.confirmed = false;
    if (this.present.value.length > 0) this.present.value = [];
  }

  private miss(participant: string): void {
    this.found(participant);
    this.missing.set(
      participant,
      setTimeout(() => this.remove(participant), RETURN),
    );
  }

  private found(participant: string): void {
    clearTimeout(this.missing.get(participant));
    this.missing.delete(participant);
  }
}

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
