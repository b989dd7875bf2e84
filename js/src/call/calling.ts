import { effect, untracked } from "@preact/signals";
import { rest } from "../common/rest";
import { explain, explainDevice, explainRoute, quote } from "../common/troubles";
import { OwnMedia } from "../devices/media";
import { Consents } from "../room/consents";
import type { SessionState } from "../room/handover";
import type { CallView } from "../room/model";
import type { Room } from "../room/room";
import type { Feature, Handlers } from "../wire/messages";
import {
  type ClientMessage,
  type Departure,
  type IceServer,
  type Joined,
  MAIN_CALL,
  type Problem,
} from "../wire/protocol.gen";
import { Demands } from "./demands";
import type { EngineEvent, LinkState, Source } from "./engine";
import type { Levels } from "./levels";
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

/** What is only needed in a room, and comes while it is entered. */
export type PartsOfCalls = Pick<
  typeof import("./inside"),
  "EngineSwitch" | "Levels" | "engineAtHand" | "fetchEngine"
>;

const ABOUT_A_CALL = new Set<keyof Handlers>(["joined", "member-joined", "member-left", "asked"]);

/**
 * One's part in a call, from its beginning to its end; another one when its connections begin anew. How far the server
 * is with it says `facts.call`: null outside a call, then not confirmed, then confirmed.
 */
interface Participation {
  /** As which participant. */
  as: string | null;
  /** Until somebody who is in the call is seen or heard: when the click was that joined it, null without a click. */
  arriving: { clicked: number | null } | null;
}

/** The call: from the clicks to the engine. */
export class Calling implements Calls {
  private engines: EngineSwitch | null = null;
  private iceServers: IceServer[] = [];
  private participation: Participation | null = null;
  /** Hang-ups that the server has not confirmed: what it says about a call until then is about one already left. */
  private hangUps = 0;
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
      if (!resumed) this.hangUps = 0;
    },
    credentials: ({ ice_servers }) => {
      // Offers that were made in advance would show the old ones.
      this.relax();
      this.iceServers = ice_servers;
    },
    roster: () => this.compare(),
    joined: (message) => this.joined(message),
    "call-left": ({ reason }) => this.leftCall(reason),
    problem: (message) => this.refused(message),
  };

  constructor(
    private readonly room: Room,
    private readonly send: (message: ClientMessage) => void,
    private readonly parts: () => PartsOfCalls,
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
    const handlers = () => this.engines?.handlers ?? {};
    const engine = {
      get handlers() {
        return handlers();
      },
    };
    return [this.consents, this.media, this.media.announcement, this, this.ringing, engine];
  }

  /** Whether a message of the server is about a call that was left in the meantime. */
  isStale(type: keyof Handlers): boolean {
    return this.hangUps > 0 && ABOUT_A_CALL.has(type);
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
    if (!this.room.facts.call.value) return;
    this.hangUps += 1;
    this.send({ type: "hang-up" });
    this.end();
  }

  /** Everything stops: the room is left, or lost. */
  end(): void {
    this.engines?.end();
    this.participation = null;
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

  private begin(call: CallView, peers: string[], clicked: number | null): void {
    const { facts, view } = this.room;
    // Of a confirmed one the server has said who is in it.
    if (!call.confirmed) facts.members.expect(peers);
    facts.call.value = call;
    view.notice.value = "";
    this.participation = { as: facts.you.value, arriving: { clicked } };
    this.demands.begin();
    this.enginesOfCall().begin(peers);
    this.measureLevels();
    // The call is painted now; what follows can wait until the others' answers have come.
    rest();
  }

  private enginesOfCall(): EngineSwitch {
    const { EngineSwitch, engineAtHand, fetchEngine } = this.parts();
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
      failed: (code) => this.fail(code),
      engineAtHand,
      fetchEngine,
    });
    return this.engines;
  }

  /** There is nothing to carry the call's media with. */
  private fail(code: "engine-unknown" | "part-missing"): void {
    this.hangUp();
    this.room.view.complain(explain(code));
  }

  private measureLevels(): void {
    const { Levels } = this.parts();
    this.levels ??= new Levels(this.room, {
      peers: () => this.engines?.levels() ?? new Map(),
      own: () => this.media.level,
    });
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
    if (state === "connected" && this.participation?.arriving) rest();
    if (state === "connected") this.room.view.clearTroubleWith(peer);
  }

  /** Report once how long it took from the click to the first picture or sound. */
  private flowing(): void {
    const clicked = this.participation?.arriving?.clicked ?? null;
    this.arrived();
    if (clicked === null) return;
    const joined = (performance.now() - clicked) / 1000;
    if (joined < LONGEST) this.send({ type: "timing", joined });
  }

  private arrived(): void {
    if (this.participation) this.participation.arriving = null;
  }

  private mainPeers(): string[] {
    return this.room.facts.mainCall.value.map(({ id }) => id);
  }

  private joined({ call, kind }: Joined): void {
    const { you, members } = this.room.facts;
    if (!this.participation) this.begin({ id: call, kind, confirmed: true }, [], null);
    else this.participation.as = you.value;
    // Waiting for somebody else is not joining.
    if (members.ids.value.length === 0) this.arrived();
  }

  private leftCall(reason: Departure): void {
    // The page was overloaded or asleep for longer than its lease: once it is in the room again it goes on.
    if (reason === "lost") return;
    if (this.hangUps > 0) this.hangUps -= 1;
    else if (this.room.facts.call.value?.confirmed) this.end();
  }

  private refused(problem: Problem): void {
    const { about, code } = problem;
    // After a reconnection it may be asked for twice.
    if (QUIET.has(about) || (about === "join" && code === "in-a-call")) return;
    if (about === "join" || about === "accept") {
      if (this.hangUps > 0) {
        // It is about a call that was left before the answer came.
        this.hangUps -= 1;
        return;
      }
      if (!this.room.facts.call.value?.confirmed) this.end();
    }
    this.room.view.complain(quote(problem));
  }

  /** The server has told everything anew: does it still know that one is in the call? */
  private compare(): void {
    const { call, me, you } = this.room.facts;
    if (!call.value || me.value?.call) return;
    if (call.value.kind === "private") {
      this.end();
      this.room.view.complain(explain("call-lost"));
      return;
    }
    const again = { ...call.value, confirmed: false };
    this.send({ type: "join", call: MAIN_CALL });
    // The others' connections are to the participant that one was.
    if (this.participation?.as === you.value) call.value = again;
    else this.begin(again, this.mainPeers(), this.participation?.arriving?.clicked ?? null);
  }
}

function canCall(): boolean {
  return "RTCPeerConnection" in globalThis;
}
