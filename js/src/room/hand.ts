import { computed } from "@preact/signals";
import type { ClientMessage } from "../wire/protocol.gen";
import type { Facts } from "./facts";

/** To be called on, in the order in which hands were raised. */
export class Hand {
  readonly raised = computed(() => (this.facts.me.value?.hand ?? null) !== null);

  constructor(
    private readonly facts: Facts,
    private readonly send: (message: ClientMessage) => void,
  ) {}

  toggle(): void {
    if (this.facts.mayWrite.value) this.send({ type: "hand", raised: !this.raised.value });
  }
}
