import type { Handlers } from "../wire/messages";
import type { ClientMessage } from "../wire/protocol.gen";
import type { Facts } from "./facts";

/** Whether somebody looks at the page, as the others are told of it. In a call one is there, whatever one looks at. */
export class Away {
  private told = false;

  readonly handlers: Partial<Handlers> = {
    roster: () => {
      this.told = this.facts.me.value?.state === "away";
      this.tell();
    },
    "call-left": () => this.tell(),
  };

  constructor(
    private readonly facts: Facts,
    private readonly send: (message: ClientMessage) => void,
  ) {}

  watch(): void {
    document.addEventListener("visibilitychange", this.tell);
  }

  dispose(): void {
    document.removeEventListener("visibilitychange", this.tell);
  }

  private readonly tell = (): void => {
    const away = document.hidden && !this.facts.call.value;
    if (away === this.told) return;
    this.told = away;
    this.send({ type: "away", away });
  };
}
