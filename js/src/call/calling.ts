import { effect, untracked } from "@preact/signals";
import { rest } from "../common/rest";
import { explain, explainDevice, explainRoute, quote } from "../common/troubles";
import { OwnMedia } from "../devices/media";
import { Consents } from "../room/consents";
import type { SessionState } from "../room/handover";
import type { CallView } from "../room/model";
import type { Room } from "../room/room";
import type { Feature, Handlers, RoomMessage } from "../wire/messages";
import {
  type ClientMessage,
  type IceServer,
  type Joined,
  MAIN_CALL,
  type Problem,
} from "../wire/protocol.gen";
import { Demands } from "./demands";
import type { EngineEvent, LinkState, Source } from "./engine";
import type { Levels } from "./levels";
import { partsOfCalls } from "./loading";
import { type CallEvent, isStale, next, OUTSIDE } from "./participation";
import type { Flows } from "./quality";
import { type Calls, Ringing } from "./rings";
import { Streams } from "./streams";
import type { EngineSwitch } from "./switch";

// Refusals of these need no words here: the server's next messages put things right, the chat or one's own media tell,
// it is about the connection, or nobody has asked for it.
const QUIET = new Set<string>([
  ...["", "signal", "consent", "hang-up", "cancel", "decline", "say"],
  ...["media", "away", "timing", "trouble"],
]);
// So many seconds after a click, what comes is no answer to it any more; the server takes no larger number.
const LONGEST = 600;

const FOR_ENGINES = ["welcome", "credentials", "joined", "member-joined", "member-left", "signal"] as const;

/** The call: from the clicks to the engine. */
export class Calling implements Calls {
  private engines: EngineSwitch | null = null;
  private iceServers: IceServer[] = [];
  private participation = OUTSIDE;
  /** Until somebody who is in the call is seen or heard: when the click was that joined it, null without a click. */
  private arriving: { clicked: number | null } | null = null;
  readonly media: OwnMedia;
  readonly ringing: Ringing;
  readonly streams = new Streams();
  readonly demands = new Demands((...wanted) => this.engines?.want(...wanted));
  readonly consents: Consents;
  private levels: Levels | null = null;
  /** When nobody gets any more what is not theirs. */
  private settled: Promise<unknown> = Promise.resolve();

  /** What the server's messages do here, after the room has taken them in. */
  readonly handlers: Partial<Handlers> = {
    welcome: ({ credentials, resumed }) => {
      this.relax();
      this.iceServers = credentials.ice_servers;
      if (!resumed) this.take({ type: "welcome-anew" });
    },
    credentials: ({ ice_servers }) => {
      // Offers that were made in advance would show the old ones.
      this.relax();
      this.iceServers = ice_servers;
    },
    roster: () => this.compare(),
    joined: (message) => this.joined(message),
    "call-left": ({ reason }) => this.take({ type: "call-left", reason }),
    problem: (message) => this.refused(message),
  };

  constructor(
    private readonly room: Room,
    private readonly send: (message: ClientMessage) => void,
  ) {
    this.media = new OwnMedia(room, send, () => this.engines?.publish());
    this.ringing = new Ringing(room, send, this);
    this.consents = new Consents(room.facts, { send, settled: () => this.settled });
    effect(() => this.allow(this.consents.audiences.value, room.facts.listeners.ids.value));
    effect(() => this.keep(room.facts.members.ids.value));
    room.facts.members.isReached = (participant) => this.streams.isConnected(participant);
  }

  /** All of a call that the server's messages are about: consents, the call itself, rings, and then the engine. */
  get features(): readonly Feature[] {
    const pass = (message: RoomMessage) => this.engines?.take(message);
    const engines = { handlers: Object.fromEntries(FOR_ENGINES.map((type) => [type, pass])) };
    return [this.consents, this.media, this.media.announcement, this, this.ringing, engines];
  }

  /** Whether a message of the server is about a call that was left in the meantime. */
  isStale(type: RoomMessage["type"]): boolean {
    return isStale(this.participation, type);
  }

  /** Somebody reaches for "Join call" or "Accept": offers are made, and wait for the click. */
  anticipate(peers: readonly string[]): void {
    if (canCall()) this.enginesOfCall().anticipate(peers);
  }

  /** They did not click: these offers are dropped. */
  relax(): void {
    this.engines?.relax();
  }

  /** Join the room's call. Offers go out at once, to those who are in it as far as is known. */
  join(): void {
    if (this.room.facts.call.value || !this.isAble()) return;
    const clicked = performance.now();
    this.send({ type: "join", call: MAIN_CALL });
    this.begin({ id: MAIN_CALL, kind: "main", confirmed: false }, this.mainPeers(), clicked);
    void this.media.begin(this.media.wanted.now.value);
  }

  /** Go on with a call that is in another tab: what is open there is opened here, and no more. */
  async takeOver(state: SessionState): Promise<void> {
    const { call, camera, microphone } = state;
    this.consents.takeOver(state);
    if (!call) return;
    this.begin(call, [], null);
    const { participation } = this;
    const want = { camera, microphone: microphone !== "off" };
    if (want.camera || want.microphone) await this.media.begin(want);
    if (participation !== this.participation) return;
    if (microphone === "muted" && this.room.own.now.value.microphone === "on") this.media.toggleMicrophone();
  }

  /** The call went on in the other tab while devices were opened here. */
  async catchUp(state: SessionState): Promise<void> {
    const { call, camera, microphone } = state;
    const known = this.room.facts.call.value;
    if (known && !call) this.end();
    if (call?.id !== known?.id) await this.takeOver(state);
    // Meanwhile it may have been left here.
    if (call?.id !== this.room.facts.call.value?.id) return;
    const { now: own } = this.room.own;
    if (own.value.camera && !camera) this.media.toggleCamera();
    const unlike = (own.value.microphone === "on") !== (microphone === "on");
    if (own.value.microphone !== "off" && unlike) this.media.toggleMicrophone();
    this.consents.takeOver(state);
  }

  accepted(caller: string): void {
    this.begin({ id: null, kind: "private", confirmed: false }, [caller], performance.now());
  }

  hangUp(): void {
    if (this.participation.state === "outside") return;
    this.send({ type: "hang-up" });
    this.take({ type: "hang-up" });
  }

  /** Everything stops: the room is left, or lost. */
  end(): void {
    this.participation = next(this.participation, { type: "end" });
    this.arriving = null;
    this.engines?.end();
    this.consents.clear();
    this.room.clearCall();
    this.levels?.stop();
    this.media.stop();
  }

  /** What is known of these sources of somebody or, of null, of one's own. */
  async measure(participant: string | null, sources: readonly Source[]): Promise<Flows> {
    return (await this.engines?.measure(participant, sources)) ?? new Map();
  }

  isAble(): boolean {
    if (!canCall()) this.room.view.complain(explainDevice("no-webrtc", "camera or microphone"));
    return canCall();
  }

  /** Something happens to one's part in a call. If it ends by that, so does all that was for it. */
  private take(event: CallEvent): void {
    const before = this.participation;
    const now = next(before, event);
    this.participation = now;
    if (before.state !== "outside" && now.state === "outside") this.end();
  }

  private begin(call: CallView, peers: string[], clicked: number | null): void {
    const { facts, view } = this.room;
    // Of a confirmed one the server has said who is in it.
    if (!call.confirmed) facts.members.expect(peers);
    facts.call.value = call;
    view.notice.value = "";
    this.take({ type: "begin", you: facts.you.value, confirmed: call.confirmed });
    this.arriving = { clicked };
    this.demands.begin();
    this.enginesOfCall().begin(peers);
    this.measureLevels();
    // The call is painted now; what follows can wait until the others' answers have come.
    rest();
  }

  private enginesOfCall(): EngineSwitch {
    const { EngineSwitch } = partsOfCalls();
    const { streams, demands, room } = this;
    this.engines ??= new EngineSwitch({
      streams,
      demands,
      permissions: {
        audience: (participant) => untracked(() => this.consents.audience(participant)),
        listens: (participant) => untracked(() => room.facts.listeners.has(participant)),
      },
      iceServers: () => this.iceServers,
      tracks: () => this.media.tracks,
      members: () => room.facts.members.ids.peek(),
      send: this.send,
      told: (event) => this.react(event),
      failed: (code) => {
        this.hangUp();
        this.room.view.complain(explain(code));
      },
    });
    return this.engines;
  }

  private measureLevels(): void {
    const { Levels } = partsOfCalls();
    const others = () => this.engines?.levels() ?? new Map();
    this.levels ??= new Levels(this.room, others, () => this.media.level);
    this.levels.start();
  }

  private react(event: EngineEvent): void {
    if (event.type === "link") this.linked(event.participant, event.state);
    if (event.type === "unreachable") this.unreachable(event.participant);
    if (event.type === "flowing") this.flowing();
  }

  /** Somebody came to be known, may send now or no more, or a kernel is allowed more or less than before. */
  private allow(_audiences: string, _listeners: string): void {
    this.settled = untracked(() => this.engines?.allow()) ?? Promise.resolve();
  }

  /** Somebody who is not in the call any more is neither seen nor heard. */
  private keep(members: readonly string[]): void {
    untracked(() => {
      this.engines?.keep(members);
      this.streams.keep(members);
      this.demands.keep(members);
      const { trouble } = this.room.view;
      if (trouble.value?.peer && !members.includes(trouble.value.peer)) trouble.value = null;
    });
  }

  private unreachable(peer: string): void {
    const person = this.room.facts.people.value.get(peer);
    // A page that has lost the server is cut off from everything, and needs no TURN server.
    if (this.room.facts.connection.value !== "open" || person?.state !== "in-call") return;
    this.room.view.complain(explainRoute(peer, person.name));
  }

  private linked(peer: string, state: LinkState): void {
    // The picture comes in a moment. When others join, the page goes on as ever.
    if (state === "connected" && this.arriving) rest();
    if (state === "connected") this.room.view.clearTroubleWith(peer);
  }

  /** Report once how long it took from the click to the first picture or sound. */
  private flowing(): void {
    const clicked = this.arriving?.clicked ?? null;
    this.arriving = null;
    if (clicked === null) return;
    const joined = (performance.now() - clicked) / 1000;
    if (joined < LONGEST) this.send({ type: "timing", joined });
  }

  private mainPeers(): string[] {
    return this.room.facts.mainCall.value.map(({ id }) => id);
  }

  private joined({ call, kind }: Joined): void {
    const { you, members } = this.room.facts;
    const before = this.participation;
    this.take({ type: "joined", you: you.value });
    const began = before.state === "outside" && this.participation !== before;
    if (began) this.begin({ id: call, kind, confirmed: true }, [], null);
    // Waiting for somebody else is not joining.
    if (members.ids.value.length === 0) this.arriving = null;
  }

  private refused(problem: Problem): void {
    const { about, code } = problem;
    // After a reconnection it may be asked for twice.
    if (QUIET.has(about) || (about === "join" && code === "in-a-call")) return;
    if (about === "join" || about === "accept") {
      const { hangUps } = this.participation;
      this.take({ type: "refused" });
      // It is about a call that was left before the answer came.
      if (hangUps > 0) return;
    }
    this.room.view.complain(quote(problem));
  }

  /** The server has told everything anew: does it still know that one is in the call? */
  private compare(): void {
    const { call, me, you } = this.room.facts;
    const known = call.value;
    if (!known || me.value?.call) return;
    this.take({ type: "forgotten", kind: known.kind });
    if (this.participation.state === "outside") {
      this.room.view.complain(explain("call-lost"));
      return;
    }
    const again = { ...known, confirmed: false };
    this.send({ type: "join", call: MAIN_CALL });
    // The others' connections are to the participant that one was.
    if (this.participation.as === you.value) call.value = again;
    else this.begin(again, this.mainPeers(), this.arriving?.clicked ?? null);
  }
}

function canCall(): boolean {
  return "RTCPeerConnection" in globalThis;
}
