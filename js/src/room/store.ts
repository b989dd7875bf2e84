import { batch, computed, signal } from "@preact/signals";
import type { Trouble } from "../common/troubles";
import { words } from "../lang";
import { dispatch, type Handlers, type RoomMessage } from "../wire/messages";
import {
  type Departure,
  type InviteEnded,
  type Joined,
  MAIN_CALL,
  type Missed,
  type Participant,
  type Presence,
} from "../wire/protocol.gen";
import { Listeners } from "./listeners";
import { Members } from "./members";
import type {
  CallView,
  Connection,
  Dialog,
  IncomingRing,
  LogLine,
  MissedCall,
  Outgoing,
  Own,
  PanelTab,
  People,
  RoomState,
} from "./model";
import { Clashes, distinguish, type Named } from "./names";
import { inCall, toRows } from "./people";

const MAX_LOG = 200;
const CLOCK = { now: () => new Date() };

// A UUID, as Jupyter makes one up for whoever signs in with a token.
const RANDOM = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/;

const NOTHING_OWN: Own = {
  microphone: "off",
  camera: false,
  silenced: { camera: false, microphone: false },
  stream: null,
  screen: null,
  opening: false,
};

/** What the page knows about the room. It changes by messages of the server and by what the session notes. */
export class Store {
  readonly connection = signal<Connection>("outside");
  readonly displayName = signal("");
  readonly autoAccept = signal(false);
  readonly you = signal<string | null>(null);
  /** Whether one may be seen and heard here, or only watch and listen. */
  readonly mayPublish = signal(true);
  readonly people = signal<People>(new Map());
  readonly listeners = new Listeners(this.people);
  readonly call = signal<CallView | null>(null);
  readonly members = new Members();
  readonly outgoing = signal<Outgoing | null>(null);
  readonly incoming = signal<IncomingRing | null>(null);
  readonly own = signal<Own>(NOTHING_OWN);
  readonly log = signal<readonly LogLine[]>([]);
  readonly trouble = signal<Trouble | null>(null);
  /** The last thing worth telling that is no trouble. */
  readonly notice = signal("");
  /** The call was begun from Python, and nobody has clicked for the camera yet. */
  readonly unattended = signal(false);
  /** Who speaks at this moment, oneself too, by participant. */
  readonly speaking = signal<ReadonlySet<string>>(new Set());
  /** Who has been speaking for a while: the large picture of the speaker view. */
  readonly dominant = signal<string | null>(null);
  /** What one may send to all peers together, in bits per second. */
  readonly uplink = signal(2_500_000);
  /** When the call began, by the clock of this page, in milliseconds since the epoch. */
  readonly callStarted = signal<number | null>(null);
  /** How loud one is for the others, from 0 to 1, in tenths. */
  readonly loudness = signal(0);
  /** One talks, and nobody hears it. */
  readonly talkingMuted = signal(false);
  /** Camera and microphone are open for oneself alone. */
  readonly previewing = signal(false);
  /** How many the room's call takes. */
  readonly callLimit = signal(Number.POSITIVE_INFINITY);
  readonly missed = signal<readonly MissedCall[]>([]);
  readonly tab = signal<PanelTab>("chat");
  /** Whether somebody wants the panel open in a call; null: where there is space. */
  readonly panelOpen = signal<boolean | null>(null);
  /** Somebody is about to write a message. */
  readonly writing = signal(false);
  /** What lies over the room. */
  readonly dialog = signal<Dialog | null>(null);
  /** A text that somebody wants to copy, and the browser does not. */
  readonly toCopy = signal<string | null>(null);
  /** How often somebody has asked for the parts of the page that had not come. */
  readonly partsWanted = signal(0);
  /** The browser plays no sound before a click. */
  readonly soundBlocked = signal(false);

  /** The people under the names that tell them apart. */
  readonly told = computed(() => distinguish(this.people.value, this.you.value));
  readonly me = computed(() => this.people.value.get(this.you.value ?? "") ?? null);
  readonly myName = computed(() => this.me.value?.name || this.displayName.value || words.names.you);
  readonly rows = computed(() => toRows(this.told.value, this.you.value));
  readonly mainCall = computed(() => inCall(this.people.value, MAIN_CALL, this.you.value));
  readonly state = computed<RoomState>(() => this.summarise());
  readonly status = computed(() => this.describe());

  /** How far the server's clock is ahead of this page's, in milliseconds. */
  private ahead = 0;
  /** Of all who were ever seen here, by user. */
  private readonly accounts = new Map<string, string>();
  private readonly reducers: Handlers;

  constructor(
    readonly room: string,
    private readonly clock = CLOCK,
  ) {
    this.reducers = {
      welcome: ({ you, name, grants, call_limit, now }) => {
        this.mayPublish.value = grants.publish;
        this.callLimit.value = call_limit;
        this.ahead = now * 1000 - this.clock.now().getTime();
        this.welcome(you, name);
      },
      granted: ({ grants }) => {
        this.mayPublish.value = grants.publish;
      },
      credentials: () => {},
      roster: ({ people }) => this.roster(people),
      presence: (message) => this.presence(message),
      joined: (message) => this.joined(message),
      "member-joined": ({ call, participant }) => this.peerJoined(call, participant),
      "member-left": ({ participant }) => this.note(words.log.leftCall(this.nameOf(participant))),
      "call-left": ({ reason }) => this.leftCall(reason),
      ringing: ({ invite, name }) => this.ringing(invite, name),
      incoming: ({ invite, caller, user, name, expires_in }) =>
        this.rung({ invite, caller, user, name, seconds: expires_in }),
      "invite-ended": (message) => this.inviteEnded(message),
      missed: (message) => this.missedCall(message),
      signal: () => {},
      asked: () => {},
      consented: () => {},
      said: () => {},
      history: () => {},
      shared: () => {},
      reacted: () => {},
      problem: ({ about }) => {
        if (about === "rename") this.displayName.value = this.me.value?.name ?? this.displayName.value;
      },
    };
  }

  /** Take a message in. */
  receive(message: RoomMessage): void {
    batch(() => dispatch(this.reducers, message));
  }

  nameOf(participant: string): string {
    return this.told.value.get(participant)?.name ?? words.names.somebody;
  }

  /** What the server knows a user by, who may have left; the beginning of what nobody can read. */
  accountOf(user: string): string {
    for (const person of this.people.value.values()) if (person.user === user) return person.account;
    return this.accounts.get(user) ?? (RANDOM.test(user) ? user.slice(0, 4) : user);
  }

  /** The name of somebody who may have left, with the account where others here go by the same name. */
  called({ user, name }: Named): string {
    const clashes = new Clashes([...this.people.value.values(), { user, name }]);
    return clashes.has(name) ? words.names.withAccount(name, this.accountOf(user)) : name;
  }

  /** Whether a kernel is one's own. */
  isOwn({ user }: { user: string }): boolean {
    return user === this.me.value?.user;
  }

  note(text: string, level: LogLine["level"] = "info"): void {
    const number = (this.log.value.at(-1)?.number ?? 0) + 1;
    this.log.value = [...this.log.value, { number, time: this.clock.now(), text, level }].slice(-MAX_LOG);
  }

  /** Note it, and show it until something else happens. */
  tell(text: string): void {
    this.notice.value = text;
    this.note(text);
  }

  complain(trouble: Trouble): void {
    this.trouble.value = trouble;
    this.note(`${trouble.what} (${trouble.code})`, "error");
  }

  /** The call is over. */
  clearCall(): void {
    if (this.dialog.value === "leaving") this.dialog.value = null;
    this.call.value = null;
    this.members.clear();
    this.callStarted.value = null;
    this.forgiveDevices();
    this.unattended.value = false;
    this.soundBlocked.value = false;
  }

  /** Whatever was wrong with devices, they are not wanted any more. */
  forgiveDevices(): void {
    if (this.trouble.value?.remedy === "devices") this.trouble.value = null;
  }

  /** Outside again. The log stays, for those who want to know what happened. */
  clearRoom(): void {
    this.connection.value = "outside";
    this.you.value = null;
    this.people.value = new Map();
    this.outgoing.value = null;
    this.incoming.value = null;
    this.notice.value = "";
    this.clearCall();
  }

  /** Somebody is reached after all, or gone. */
  forgiveRoute(peer: string): void {
    if (this.trouble.value?.peer === peer) this.trouble.value = null;
  }

  private welcome(you: string, name: string): void {
    if (this.connection.value === "entering") this.note(words.log.entered(name));
    if (this.connection.value === "reconnecting") this.note(words.log.connectedAgain);
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
    // A ring that goes on is told again.
    if (this.me.value?.state === "ringing") return;
    this.outgoing.value = null;
    this.incoming.value = null;
  }

  private presence({ changed, left }: Presence): void {
    this.remember(changed);
    for (const id of left) this.note(words.log.leftRoom(this.nameOf(id)));
    const before = this.people.value;
    const people = new Map(before);
    for (const id of left) people.delete(id);
    for (const person of changed) people.set(person.id, person);
    this.people.value = people;
    // By now it is known whose names clash.
    for (const person of changed) this.noteChange(before.get(person.id), person);
  }

  private noteChange(before: Participant | undefined, now: Participant): void {
    const { id, call, hand } = now;
    // A peer of one's call who is told about anew came back after a restart of the server.
    if (id === this.you.value || (!before && this.members.has(id))) return;
    const name = this.nameOf(id);
    if (before === undefined) this.note(words.log.joinedRoom(name));
    else if (before.name !== now.name) this.note(words.log.renamed(this.called(before), name));
    if (before?.hand === null && hand !== null) this.note(words.log.raisedHand(name));
    // In the call itself, its own messages tell.
    if (this.call.value?.id === MAIN_CALL) return;
    if (call === MAIN_CALL && before?.call !== MAIN_CALL) this.note(words.log.joinedCall(name));
    if (before?.call === MAIN_CALL && call !== MAIN_CALL) this.note(words.log.leftCall(name));
  }

  private joined({ call, members, media, started }: Joined): void {
    this.uplink.value = media.uplink;
    this.callStarted.value = started * 1000 - this.ahead;
    // Of a private call, the answer to the ring has told.
    if (call === MAIN_CALL && !this.call.value?.confirmed)
      this.noteJoined(members.filter((id) => id !== this.you.value).map((id) => this.nameOf(id)));
    this.call.value = { id: call, confirmed: true };
    this.outgoing.value = null;
    this.incoming.value = null;
    this.notice.value = "";
  }

  private noteJoined(names: string[]): void {
    const { youJoinedCall, youJoinedCallWith } = words.log;
    this.note(names.length > 0 ? youJoinedCallWith(words.names.list(names)) : youJoinedCall);
  }

  private peerJoined(call: string, participant: string): void {
    if (call === MAIN_CALL && !this.members.has(participant))
      this.note(words.log.joinedCall(this.nameOf(participant)));
  }

  private leftCall(reason: Departure): void {
    // Whoever was lost comes back: what is told of the connection is enough.
    if (reason === "lost") return;
    this.note(reason === "ended" ? words.log.callEnded : words.log.youLeftCall);
  }

  private ringing(invite: string, name: string): void {
    if (this.outgoing.value?.invite !== invite) this.note(words.log.called(name));
    this.outgoing.value = { invite, name };
  }

  private rung(ring: IncomingRing): void {
    if (this.incoming.value?.invite !== ring.invite) this.note(words.log.calling(this.called(ring)));
    this.incoming.value = ring;
  }

  private inviteEnded(message: InviteEnded): void {
    if (this.incoming.value?.invite === message.invite) this.ringOver(message);
    else if (this.outgoing.value) this.callOver(message);
  }

  /** One was rung. */
  private ringOver({ name, outcome }: InviteEnded): void {
    this.incoming.value = null;
    if (outcome === "accepted") this.note(words.log.youAccepted(name));
    if (outcome === "declined") this.note(words.log.youDeclined(name));
    if (outcome === "cancelled") this.note(words.log.theyCancelled(name));
    if (outcome === "answered-elsewhere") this.tell(words.log.answeredElsewhere(name));
  }

  /** One was ringing. */
  private callOver({ name, outcome, word }: InviteEnded): void {
    this.outgoing.value = null;
    if (outcome === "accepted") this.note(words.log.accepted(name));
    if (outcome === "declined") this.tell(words.log.declined(name, word));
    if (outcome === "busy") this.tell(words.log.busy(name));
    if (outcome === "timed-out") this.tell(words.log.timedOut(name));
    if (outcome === "gone") this.tell(words.log.gone(name));
    if (outcome === "cancelled") this.note(words.log.youCancelled(name));
  }

  private missedCall(missed: Missed): void {
    const { user, name, at } = missed;
    const time = new Date(at * 1000);
    // The server tells of a call again until it knows that this has come.
    if (this.missed.value.some((call) => call.user === user && call.time.getTime() === time.getTime()))
      return;
    const number = (this.missed.value.at(-1)?.number ?? 0) + 1;
    this.missed.value = [...this.missed.value, { number, user, name, time }];
    this.tell(words.log.missedCall(this.called(missed)));
  }

  /** It was called back, or is of no interest. */
  forgetMissed(number: number): void {
    this.missed.value = this.missed.value.filter((call) => call.number !== number);
  }

  /** Show the chat, and be ready to write. */
  openChat(): void {
    this.tab.value = "chat";
    this.panelOpen.value = true;
    this.writing.value = true;
  }

  private summarise(): RoomState {
    const connection = this.connection.value;
    if (connection !== "open") return connection;
    if (this.call.value) return "in-call";
    return this.outgoing.value || this.incoming.value ? "ringing" : "available";
  }

  private describe(): string {
    const state = this.state.value;
    if (state === "in-call") return this.describeCall();
    if (state !== "ringing") return words.status[state];
    const [ringing, rung] = [this.outgoing.value, this.incoming.value];
    return ringing ? words.status.ringing(ringing.name) : words.status.rung(rung ? this.called(rung) : "");
  }

  private describeCall(): string {
    const names = this.members.ids.value.map((peer) => this.nameOf(peer));
    if (names.length > 0) return words.status.talking(words.names.list(names));
    return this.call.value?.confirmed ? words.status.alone : words.status.joining;
  }

  /** Own devices, as the session finds them. */
  setOwn(own: Partial<Own>): void {
    this.own.value = { ...this.own.value, ...own };
  }
}
