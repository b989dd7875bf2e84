import { computed } from "@preact/signals";
import { words } from "../lang";
import type { Feature } from "../wire/messages";
import { Facts } from "./facts";
import { Log } from "./log";
import type { Clock, RoomState } from "./model";
import { OwnFacts } from "./own";
import { Rings } from "./rings";
import { View } from "./view";

/** All that the page knows of a room, by what it is about. It changes by messages of the server and by clicks. */
export class Room {
  readonly log: Log;
  readonly view: View;
  readonly facts: Facts;
  readonly rings: Rings;
  readonly own = new OwnFacts();
  readonly status: Status;

  /** What the server's messages change, in this order. */
  readonly features: readonly Feature[];

  constructor(
    readonly name: string,
    clock: Clock = { now: () => new Date() },
  ) {
    this.log = new Log(clock);
    this.view = new View(this.log);
    this.facts = new Facts(name, this.log, clock);
    this.rings = new Rings(this.facts, this.view, this.log);
    this.status = new Status(this.facts, this.rings);
    this.features = [this.facts, this.rings, this.view];
  }

  /** The call has ended. */
  clearCall(): void {
    this.facts.clearCall();
    this.view.clearCall();
    this.own.unattended.value = false;
  }

  /** Outside again. The log stays, for those who want to know what happened. */
  clear(): void {
    this.facts.clear();
    this.rings.clear();
    this.view.notice.value = "";
    this.clearCall();
  }
}

/** What goes on with oneself in the room, for programs and in words. */
class Status {
  readonly state = computed<RoomState>(() => this.summarise());
  readonly text = computed(() => this.describe());
  /** Why one can call nobody now, or null. */
  readonly busy = computed(() => this.reasonAgainstCalling());

  constructor(
    private readonly facts: Facts,
    private readonly rings: Rings,
  ) {}

  private summarise(): RoomState {
    const connection = this.facts.connection.value;
    if (connection !== "open") return connection;
    if (this.facts.call.value) return "in-call";
    return this.rings.outgoing.value || this.rings.incoming.value ? "ringing" : "available";
  }

  private reasonAgainstCalling(): string | null {
    if (!this.facts.mayJoin.value) return words.lobby.mayNotJoin;
    const { youInCall, youRinging, youReconnecting } = words.people.uncallable;
    if (this.state.value === "in-call") return youInCall;
    if (this.state.value === "ringing") return youRinging;
    return this.state.value === "available" ? null : youReconnecting;
  }

  private describe(): string {
    const state = this.state.value;
    if (state === "in-call") return this.describeCall();
    if (state !== "ringing") return words.status[state];
    const [ringing, rung] = [this.rings.outgoing.value, this.rings.incoming.value];
    return ringing
      ? words.status.ringing(ringing.name)
      : words.status.rung(rung ? this.facts.called(rung) : "");
  }

  private describeCall(): string {
    const names = this.facts.members.ids.value.map((id) => this.facts.nameOf(id));
    if (names.length > 0) return words.status.talking(words.names.list(names));
    return this.facts.call.value?.confirmed ? words.status.alone : words.status.joining;
  }
}
