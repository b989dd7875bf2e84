import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { stable } from "../common/stable";
import { words } from "../lang";
import type { Handlers } from "../wire/messages";
import {
  type CallKind,
  type Departure,
  type Granted,
  type Grants,
  type Joined,
  MAIN_CALL,
  type Participant,
  type Presence,
  type Role,
  type Welcome,
} from "../wire/protocol.gen";
import type { Log } from "./log";
import { Listeners, Members } from "./members";
import type { CallView, Clock, Connection, People } from "./model";
import { Clashes, distinguish, type Named } from "./names";
import { inCall, Rows } from "./people";

// A UUID, as Jupyter makes one up for those who sign in with a token.
const RANDOM = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;
const EVERYTHING: Grants = { join: true, publish: true, data: true };

/** What kind of call goes by an id: presence names the others' calls by their ids only. */
function kindOf(call: string | null): CallKind {
  return call === MAIN_CALL ? "main" : "private";
}

/** What the server has told about the room. */
export class Facts {
  readonly connection = signal<Connection>("outside");
  readonly displayName = signal("");
  readonly you = signal<string | null>(null);
  readonly role = signal<Role>("member");
  /** What one may do here. The server changes it at any time. */
  readonly grants = signal<Grants>(EVERYTHING);
  readonly people = signal<People>(new Map());
  readonly listeners = new Listeners(this.people);
  readonly call = signal<CallView | null>(null);
  readonly members = new Members();
  /** When the call began, by the clock of this page, in milliseconds since the epoch. */
  readonly callStarted = signal<number | null>(null);
  /** What one may send to all peers together, in bits per second. */
  readonly uplink = signal(2_500_000);
  /** How many the room's call takes. */
  readonly callLimit = signal(Number.POSITIVE_INFINITY);

  /** Whether one may be seen and heard here, or only watch and listen. */
  readonly mayPublish = computed(() => this.grants.value.publish);
  /** Whether one may write, raise a hand and react. */
  readonly mayWrite = computed(() => this.grants.value.data);
  readonly mayJoin = computed(() => this.grants.value.join);
  /** The people under the names that tell them apart. */
  readonly told = computed(() => distinguish(this.people.value, this.you.value));
  readonly me = computed(() => this.people.value.get(this.you.value ?? "") ?? null);
  readonly myName = computed(() => this.me.value?.name || this.displayName.value || words.names.you);
  readonly rows = computed(() => this.list.update(this.told.value, this.you.value));
  /** Whom one may write to. */
  readonly addressees = stable(
    () => this.rows.value.filter(({ you, kind }) => !you && kind === "browser"),
    ({ user, name }) => `${user} ${name}`,
  );
  readonly mainCall = computed(() => inCall(this.people.value, MAIN_CALL, this.you.value));

  readonly handlers: Partial<Handlers> = {
    welcome: (message) => this.welcome(message),
    granted: (message) => this.granted(message),
    roster: ({ people }) => this.roster(people),
    presence: (message) => this.presence(message),
    joined: (message) => this.joined(message),
    "member-joined": ({ participant }) => this.memberJoined(participant),
    "member-left": ({ participant }) => this.memberLeft(participant),
    "call-left": ({ reason }) => this.leftCall(reason),
    problem: ({ about }) => {
      if (about === "rename") this.displayName.value = this.me.value?.name ?? this.displayName.value;
    },
  };

  /** How far the server's clock is ahead of this page's, in milliseconds. */
  private ahead = 0;
  private readonly list = new Rows();
  private readonly each = new Map<string, ReadonlySignal<Participant | undefined>>();
  /** Of all who were ever seen here, by user. */
  private readonly accounts = new Map<string, string>();

  constructor(
    readonly room: string,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** Somebody, under the name that tells them apart. Who asks is told of this one's changes, and of no one else's. */
  person(participant: string): Participant | undefined {
    const known = this.each.get(participant) ?? computed(() => this.told.value.get(participant));
    this.each.set(participant, known);
    return known.value;
  }

  nameOf(participant: string): string {
    return this.person(participant)?.name ?? words.names.somebody;
  }

  /** Those in one's call who may be seen and heard: no kernels, and nobody who only listens. */
  personsInCall(): string[] {
    const isPerson = (id: string) => this.person(id)?.kind !== "kernel" && !this.listeners.has(id);
    return this.members.ids.value.filter(isPerson);
  }

  /** What the server knows a user by, who may have left; the beginning of what nobody can read. */
  accountOf(user: string): string {
    for (const person of this.people.value.values()) if (person.user === user) return person.account;
    return this.accounts.get(user) ?? (RANDOM.test(user) ? user.slice(0, 4) : user);
  }

  /** The name of somebody who may have left, with the account where others here go by the same name. */
  called(one: Named): string {
    const clashes = new Clashes([...this.people.value.values(), one]);
    return clashes.has(one) ? words.names.withAccount(one.name, this.accountOf(one.user)) : one.name;
  }

  /** Whether a kernel is one's own. */
  isOwn({ user }: { user: string }): boolean {
    return user === this.me.value?.user;
  }

  clearCall(): void {
    this.call.value = null;
    this.members.clear();
    this.callStarted.value = null;
  }

  /** Outside again. */
  clear(): void {
    this.connection.value = "outside";
    this.you.value = null;
    this.people.value = new Map();
    this.each.clear();
    this.clearCall();
  }

  private granted({ role, grants }: Pick<Granted, "role" | "grants">): void {
    this.role.value = role;
    this.grants.value = grants;
  }

  private welcome(message: Welcome): void {
    const { you, name, call_limit, now } = message;
    if (this.connection.value === "entering") this.log.note(words.log.entered(name));
    if (this.connection.value === "reconnecting") this.log.note(words.log.connectedAgain);
    this.granted(message);
    this.callLimit.value = call_limit;
    this.ahead = now * 1000 - this.clock.now().getTime();
    this.connection.value = "open";
    this.you.value = you;
    this.displayName.value = name;
  }

  private remember(people: readonly Participant[]): void {
    for (const { user, account } of people) this.accounts.set(user, account);
  }

  private roster(people: Participant[]): void {
    this.remember(people);
    this.people.value = new Map(people.map((person) => [person.id, person]));
  }

  private presence({ changed, left }: Presence): void {
    this.remember(changed);
    for (const id of left) this.log.note(words.log.leftRoom(this.nameOf(id)));
    const before = this.people.value;
    const people = new Map(before);
    for (const id of left) people.delete(id);
    for (const id of left) this.each.delete(id);
    for (const person of changed) people.set(person.id, person);
    this.people.value = people;
    // By now it is known whose names clash.
    for (const person of changed) this.noteChange(before.get(person.id), person);
  }

  private noteChange(before: Participant | undefined, now: Participant): void {
    const { id, call, hand } = now;
    // A member of one's call who is told about anew came back after a restart of the server.
    if (id === this.you.value || (!before && this.members.has(id))) return;
    const name = this.nameOf(id);
    if (before === undefined) this.log.note(words.log.joinedRoom(name));
    else if (before.name !== now.name) this.log.note(words.log.renamed(this.called(before), name));
    if (before?.hand === null && hand !== null) this.log.note(words.log.raisedHand(name));
    // In the call itself, its own messages tell.
    if (this.call.value?.kind === "main") return;
    const [was, is] = [before?.call ?? null, call].map((id) => kindOf(id) === "main");
    if (is && !was) this.log.note(words.log.joinedCall(name));
    if (was && !is) this.log.note(words.log.leftCall(name));
  }

  private joined({ call, kind, members, media, started }: Joined): void {
    if (media.engine === "mesh") this.uplink.value = media.uplink;
    const others = members.filter((id) => id !== this.you.value);
    this.callStarted.value = started * 1000 - this.ahead;
    // Of a private call, the answer to the ring has told.
    if (kind === "main" && !this.call.value?.confirmed) this.noteJoined(others);
    this.call.value = { id: call, kind, confirmed: true };
    this.members.joined(others);
  }

  private noteJoined(others: readonly string[]): void {
    const { youJoinedCall, youJoinedCallWith } = words.log;
    const names = others.map((id) => this.nameOf(id));
    this.log.note(names.length > 0 ? youJoinedCallWith(words.names.list(names)) : youJoinedCall);
  }

  private memberJoined(participant: string): void {
    // Of a private call, the answer to the ring has told.
    if (this.call.value?.kind === "main" && !this.members.has(participant))
      this.log.note(words.log.joinedCall(this.nameOf(participant)));
    this.members.add(participant);
  }

  private memberLeft(participant: string): void {
    this.log.note(words.log.leftCall(this.nameOf(participant)));
    this.members.remove(participant);
  }

  private leftCall(reason: Departure): void {
    // Somebody who was lost comes back: what is told of the connection is enough.
    if (reason === "lost") return;
    this.log.note(reason === "ended" ? words.log.callEnded : words.log.youLeftCall);
  }
}
