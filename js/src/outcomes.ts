import type { RoomMessage } from "./messages";
import type { Outcome as InviteOutcome } from "./protocol.gen";
import type { NotebookRequest, Session } from "./session";

export interface Outcome {
  outcome: InviteOutcome | "stored" | "refused";
  /** What the other one said on declining, or why it was refused. */
  word: string;
}

type Settle = (outcome: Outcome) => void;

const BUSY = "There is a call or a ring already, or the connection is away.";
const LEFT = "The room was left.";

/** Does what Python asks, and tells how it ended. */
export class Outcomes {
  private call: Settle | null = null;
  private readonly messages = new Map<string, Settle>();
  private readonly unlisten: () => void;

  constructor(private readonly session: Session) {
    this.unlisten = session.listen((message) => this.hear(message));
  }

  obey(request: NotebookRequest, settle: Settle): void {
    if (request.do === "call") this.ring(request, settle);
    else if (request.do === "say") this.say(request, settle);
    else this.session.obey(request);
  }

  /** The room was left, by whatever way: what was under way came to nothing. */
  left(): void {
    this.settleCall({ outcome: "cancelled", word: "" });
    for (const settle of this.messages.values()) settle({ outcome: "refused", word: LEFT });
    this.messages.clear();
  }

  close(): void {
    this.unlisten();
  }

  private ring(request: NotebookRequest & { do: "call" }, settle: Settle): void {
    if (this.session.store.state.value !== "available") {
      settle({ outcome: "refused", word: BUSY });
      return;
    }
    this.settleCall({ outcome: "cancelled", word: "" });
    this.call = settle;
    this.session.obey(request);
  }

  private say({ text, to }: NotebookRequest & { do: "say" }, settle: Settle): void {
    if (this.session.store.connection.value === "outside") settle({ outcome: "refused", word: LEFT });
    else this.messages.set(this.session.say(text, to), settle);
  }

  private hear(message: RoomMessage): void {
    if (message.type === "invite-ended" && message.outcome !== "accepted") this.settleCall(message);
    // Accepted is what is answered by being in the call: Python sees the state that goes with it.
    if (message.type === "joined") this.settleCall({ outcome: "accepted", word: "" });
    if (message.type === "roster") this.startOver();
    if (message.type === "said") this.stored(message.line.key);
    if (message.type === "problem") this.refused(message.about, message.message);
  }

  /** The server has told everything anew: does it still know about the ring? */
  private startOver(): void {
    const { outgoing, me } = this.session.store;
    if (!outgoing.value) this.settleCall({ outcome: me.value?.call ? "accepted" : "cancelled", word: "" });
  }

  private stored(key: string): void {
    this.messages.get(key)?.({ outcome: "stored", word: "" });
    this.messages.delete(key);
  }

  private refused(about: string, word: string): void {
    if (about === "invite") this.settleCall({ outcome: "refused", word });
    if (about !== "say") return;
    // The server answers in order, so it is about the oldest.
    const [key, settle] = this.messages.entries().next().value ?? [];
    settle?.({ outcome: "refused", word });
    if (key) this.messages.delete(key);
  }

  private settleCall({ outcome, word }: Outcome): void {
    this.call?.({ outcome, word });
    this.call = null;
  }
}
