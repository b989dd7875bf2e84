import type { Feature } from "../wire/messages";
import { Facts } from "./facts";
import { Log } from "./log";
import type { Clock } from "./model";
import { OwnFacts } from "./own";
import { Rings } from "./rings";
import { Status } from "./status";
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
