import { signal } from "@preact/signals";
import { words } from "../lang";
import type { Handlers } from "../wire/messages";
import type { InviteEnded, Missed } from "../wire/protocol.gen";
import type { Facts } from "./facts";
import type { Log } from "./log";
import type { IncomingRing, MissedCall, Outgoing } from "./model";
import type { View } from "./view";

/** Who is rung and who rings, and the calls that one has missed. */
export class Rings {
  readonly outgoing = signal<Outgoing | null>(null);
  readonly incoming = signal<IncomingRing | null>(null);
  readonly missed = signal<readonly MissedCall[]>([]);
  /** Whether rings are answered without a click. */
  readonly autoAccept = signal(false);

  readonly handlers: Partial<Handlers> = {
    roster: () => {
      // A ring that goes on is told again.
      if (this.facts.me.value?.state !== "ringing") this.clear();
    },
    joined: () => this.clear(),
    ringing: ({ invite, name }) => this.ringing(invite, name),
    incoming: ({ invite, caller, user, name, expires_in }) =>
      this.rung({ invite, caller, user, name, seconds: expires_in }),
    "invite-ended": (message) => this.ended(message),
    missed: (message) => this.miss(message),
    problem: ({ about }) => {
      if (about === "invite") this.outgoing.value = null;
    },
  };

  constructor(
    private readonly facts: Facts,
    private readonly view: View,
    private readonly log: Log,
  ) {}

  clear(): void {
    this.outgoing.value = null;
    this.incoming.value = null;
  }

  /** It was called back, or is of no interest. */
  dismissMissed(number: number): void {
    this.missed.value = this.missed.value.filter((call) => call.number !== number);
  }

  private ringing(invite: string, name: string): void {
    if (this.outgoing.value?.invite !== invite) this.log.note(words.log.called(name));
    this.outgoing.value = { invite, name };
  }

  private rung(ring: IncomingRing): void {
    if (this.incoming.value?.invite !== ring.invite)
      this.log.note(words.ring.pageTitle(this.facts.called(ring)));
    this.incoming.value = ring;
  }

  private ended(message: InviteEnded): void {
    if (this.incoming.value?.invite === message.invite) this.incomingEnded(message);
    else if (this.outgoing.value) this.outgoingEnded(message);
  }

  private incomingEnded({ name, outcome }: InviteEnded): void {
    this.incoming.value = null;
    if (outcome === "accepted") this.log.note(words.log.youAccepted(name));
    if (outcome === "declined") this.log.note(words.log.youDeclined(name));
    if (outcome === "cancelled") this.log.note(words.log.theyCancelled(name));
    if (outcome === "answered-elsewhere") this.view.notify(words.log.answeredElsewhere(name));
  }

  private outgoingEnded({ name, outcome, word }: InviteEnded): void {
    this.outgoing.value = null;
    if (outcome === "accepted") this.log.note(words.log.accepted(name));
    if (outcome === "declined") this.view.notify(words.log.declined(name, word));
    if (outcome === "busy") this.view.notify(words.log.busy(name));
    if (outcome === "timed-out") this.view.notify(words.log.timedOut(name));
    if (outcome === "gone") this.view.notify(words.log.gone(name));
    if (outcome === "cancelled") this.log.note(words.log.youCancelled(name));
  }

  private miss(missed: Missed): void {
    const { user, name, at } = missed;
    const time = new Date(at * 1000);
    // The server tells of a call again until it knows that this has come.
    if (this.missed.value.some((call) => call.user === user && call.time.getTime() === time.getTime()))
      return;
    const number = (this.missed.value.at(-1)?.number ?? 0) + 1;
    this.missed.value = [...this.missed.value, { number, user, name, time }];
    this.view.notify(words.log.missedCall(this.facts.called(missed)));
  }
}
