import type { ClientFrame, ClientMessage, ServerFrame, Welcome } from "./protocol.gen";

interface Numbered {
  seq: number;
  body: ClientMessage;
}

/** What to do with a frame: a gap means that messages were lost, and that only a new connection helps. */
export type Verdict = "take" | "drop" | "gap";

/** Numbered delivery, the page's half. It knows neither socket nor clock. */
export class Delivery {
  /** The last number taken from the server. */
  received = 0;
  private sent = 0;
  private kept: Numbered[] = [];
  private you: string | null = null;

  /** Number a message and keep it until the server acknowledges it. */
  number(body: ClientMessage): ClientFrame {
    this.sent += 1;
    const message = { seq: this.sent, body };
    this.kept.push(message);
    return this.frame(message);
  }

  unnumbered(body: ClientMessage): ClientFrame {
    return this.frame({ seq: 0, body });
  }

  receive({ seq, ack }: ServerFrame): Verdict {
    this.kept = this.kept.filter((message) => message.seq > ack);
    if (seq === 0) return "take";
    if (seq <= this.received) return "drop";
    if (seq > this.received + 1) return "gap";
    this.received = seq;
    return "take";
  }

  /** A connection begins: what has to be sent again. */
  welcomed(welcome: Welcome): ClientFrame[] {
    if (welcome.resumed) this.kept = this.kept.filter(({ seq }) => seq > welcome.received);
    else this.startOver(welcome);
    this.you = welcome.you;
    return this.kept.map((message) => this.frame(message));
  }

  private startOver({ you, seq, received }: Welcome): void {
    const samePerson = this.you === null || this.you === you;
    // The chat itself says again what was not stored, which is more than what was not acknowledged.
    const bodies = this.kept.map(({ body }) => body).filter(({ type }) => samePerson && type !== "say");
    this.received = seq;
    this.kept = bodies.map((body, index) => ({ seq: received + 1 + index, body }));
    this.sent = received + bodies.length;
  }

  private frame({ seq, body }: Numbered): ClientFrame {
    return { seq, ack: this.received, body };
  }
}
