import { quote } from "../common/troubles";
import { words } from "../lang";
import type { Pending } from "../room/chat";
import type { NotebookRequest, Session } from "../session";
import type { RoomMessage } from "../wire/messages";
import type { Outcome as InviteOutcome } from "../wire/protocol.gen";

export interface Outcome {
  outcome: InviteOutcome | "stored" | "refused";
  /** What the other one said on declining, or why it was refused. */
  word: string;
}

type Settle = (outcome: Outcome) => void;

/** Does what Python asks, and tells how it ended. */
export class Outcomes {
  private call: Settle | null = null;
  /** Messages on their way, by key. */
  private readonly messages = new Map<string, Settle>();
  private readonly subscriptions: (() => void)[];

  constructor(private readonly session: Session) {
    this.subscriptions = [
      session.listen((message) => this.hear(message)),
      session.chat.pending.subscribe((pending) => this.look(pending)),
    ];
  }

  obey(request: NotebookRequest, settle: Settle): void {
    if (request.do === "call") this.ring(request, settle);
    else if (request.do === "say") this.say(request, settle);
    else this.session.obey(request);
  }

  /** The room was left, by whatever way: what was under way came to nothing. */
  left(): void {
    this.settleCall({ outcome: "cancelled", word: "" });
    for (const key of this.messages.keys()) this.settleMessage(key, refusal(words.python.left));
  }

  close(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }

  private ring(request: NotebookRequest & { do: "call" }, settle: Settle): void {
    if (this.session.status.state.value !== "available") {
      settle(refusal(words.python.busy));
      return;
    }
    this.settleCall({ outcome: "cancelled", word: "" });
    this.call = settle;
    this.session.obey(request);
  }

  /** Python's id is the key. */
  private say({ id, text, to }: NotebookRequest & { do: "say" }, settle: Settle): void {
    const { chat } = this.session;
    if (!chat.say(text, to, id)) settle(refusal(words.chat.notSent));
    else {
      this.messages.set(id, settle);
      // It may have failed at once.
      this.look(chat.pending.value);
    }
  }

  /** Of a message that is pending no more, the server has said that it is stored. */
  private look(pending: readonly Pending[]): void {
    for (const key of this.messages.keys()) {
      const message = pending.find((message) => message.key === key);
      if (!message) this.settleMessage(key, { outcome: "stored", word: "" });
      else if (message.failure !== null) this.settleMessage(key, refusal(message.failure));
    }
  }

  private hear(message: RoomMessage): void {
    if (message.type === "invite-ended" && message.outcome !== "accepted") this.settleCall(message);
    // Accepted is what is answered by being in the call: Python sees the state that goes with it.
    if (message.type === "joined") this.settleCall({ outcome: "accepted", word: "" });
    if (message.type === "roster") this.startOver();
    if (message.type === "problem" && message.about === "invite")
      this.settleCall(refusal(quote(message).what));
  }

  /** The server has told everything anew: does it still know about the ring? */
  private startOver(): void {
    const { rings, facts } = this.session;
    if (!rings.outgoing.value)
      this.settleCall({ outcome: facts.me.value?.call ? "accepted" : "cancelled", word: "" });
  }

  private settleMessage(key: string, outcome: Outcome): void {
    const settle = this.messages.get(key);
    this.messages.delete(key);
    settle?.(outcome);
  }

  private settleCall({ outcome, word }: Outcome): void {
    this.call?.({ outcome, word });
    this.call = null;
  }
}

function refusal(word: string): Outcome {
  return { outcome: "refused", word };
}
