import { Anticipation } from "./anticipation";
import { Devices, type Want } from "./devices";
import type { Engine, EngineEvents } from "./engine";
import type { Stay } from "./handover";
import { words } from "./lang";
import type { Handlers } from "./messages";
import {
  type ClientMessage,
  type IceServer,
  type Joined,
  MAIN_CALL,
  type Media,
  type Problem,
} from "./protocol.gen";
import type { CallView, Store } from "./store";
import { explain, quote } from "./words";

const BOTH: Want = { camera: true, microphone: true };
const SILENT: Media = { audio: false, video: false, screen: false };
// Refusals of these need no words: the server's next messages put things right, or it is about the connection.
const QUIET = new Set<string>(["", "signal", "hang-up", "cancel", "decline"]);

export type EngineFactory = (iceServers: IceServer[], events: EngineEvents) => Engine;

/** Calls, rings and what one sends in them: from the clicks to the engine and the devices. */
export class Calling {
  private engine: Engine | null = null;
  private anticipation: Anticipation | null = null;
  private iceServers: IceServer[] = [];
  /** As whom the call was joined. */
  private joinedAs: string | null = null;
  private told: Media = SILENT;
  /** Hang-ups that the server has not confirmed: what it says about a call until then is about one already left. */
  private farewells = 0;
  /** "Cancel call" was pressed: what comes of the ring all the same is ended at once. */
  private cancelling = false;
  private requests = 0;
  private readonly devices: Devices;

  /** What the server's messages do here, after the store has taken them in. */
  readonly handlers: Partial<Handlers> = {
    welcome: ({ credentials, resumed }) => {
      this.relax();
      this.iceServers = credentials.ice_servers;
      this.engine?.setIceServers(credentials.ice_servers);
      if (!resumed) this.farewells = 0;
    },
    credentials: ({ ice_servers }) => {
      // Offers that were made in advance would show the old ones.
      this.relax();
      this.iceServers = ice_servers;
      this.engine?.setIceServers(ice_servers);
    },
    roster: () => this.startOver(),
    joined: (message) => this.joined(message),
    "peer-joined": ({ peer }) => this.engine?.peerJoined(peer),
    "peer-left": ({ participant }) => this.engine?.peerLeft(participant),
    "call-left": () => this.leftCall(),
    ringing: ({ invite }) => {
      if (this.cancelling) this.send({ type: "cancel", invite });
    },
    incoming: ({ invite }) => this.rung(invite),
    "invite-ended": ({ outcome }) => {
      if (outcome === "accepted") return;
      this.cancelling = false;
      this.releaseUnused();
    },
    signal: ({ sender, connection, payload }) => this.engine?.signal(sender, connection, payload),
    problem: (message) => this.refused(message),
  };

  constructor(
    private readonly store: Store,
    private readonly send: (message: ClientMessage) => void,
    private readonly createEngine: EngineFactory,
  ) {
    this.devices = new Devices(
      () => this.devicesChanged(),
      ({ code, missing }) => store.complain(explain(code, missing)),
    );
  }

  /** Whether a message of the server is about a call that was left in the meantime. */
  isStale(type: keyof Handlers): boolean {
    return this.farewells > 0 && (type === "joined" || type === "peer-joined" || type === "peer-left");
  }

  /** Somebody reaches for "Join call" or "Accept": the offers are made, and wait for the click. */
  anticipate(peers: readonly string[]): void {
    if (this.engine || this.anticipation?.fits(peers)) return;
    this.relax();
    const create = (events: EngineEvents) => this.createEngine(this.iceServers, events);
    this.anticipation = new Anticipation(peers, create, this.engineEvents());
  }

  /** They have thought better of it. */
  relax(): void {
    this.anticipation?.discard();
    this.anticipation = null;
  }

  /** Join the room's call. Offers go out at once, to those who are in it as far as is known. */
  join(): void {
    if (this.store.call.value) return;
    this.send({ type: "join", call: MAIN_CALL });
    this.begin(MAIN_CALL, this.mainPeers());
    void this.open(BOTH);
  }

  /** Go on with a call that is in another tab: what is open there is opened here, and no more. */
  async takeOver({ call, camera, microphone }: Stay): Promise<void> {
    if (!call) return;
    this.begin(call.id, []);
    this.store.call.value = call;
    const want = { camera, microphone: microphone !== "off" };
    if (want.camera || want.microphone) await this.open(want);
    if (microphone === "muted") this.devices.mute(true);
  }

  /** Ring a user. */
  call(user: string, name: string): void {
    this.ring(user, name);
    void this.open(BOTH);
  }

  /** Python's `call`: it rings, and opens nothing. */
  callUnattended(user: string, name: string): void {
    this.ring(user, name);
    this.store.unattended.value = true;
  }

  /** Stop ringing, even if the server has not yet named the ring, or it is being answered at this moment. */
  cancel(): void {
    if (!this.store.outgoing.value) return;
    this.cancelling = true;
    const { invite } = this.store.outgoing.value;
    if (invite) this.send({ type: "cancel", invite });
  }

  accept(camera: boolean): void {
    const ring = this.store.incoming.value;
    if (!ring) return;
    this.store.incoming.value = null;
    this.store.note(words.log.youAccepted(ring.name));
    this.send({ type: "accept", invite: ring.invite });
    this.begin(null, [ring.caller]);
    void this.open({ camera, microphone: true });
  }

  decline(word: string): void {
    const ring = this.store.incoming.value;
    if (ring) this.send({ type: "decline", invite: ring.invite, word });
  }

  hangUp(): void {
    if (!this.store.call.value) return;
    this.farewells += 1;
    this.send({ type: "hang-up" });
    this.end();
  }

  /** Everything stops: the room is left, or lost. */
  end(): void {
    this.relax();
    this.engine?.close();
    this.engine = null;
    this.joinedAs = null;
    // Whoever is out of a call sends nothing, as the server knows by itself.
    this.told = SILENT;
    this.store.clearCall();
    this.devices.stop();
  }

  private async open(want: Want): Promise<void> {
    this.store.unattended.value = false;
    this.store.trouble.value = null;
    if (!this.store.mayPublish.value) return;
    this.requests += 1;
    const request = this.requests;
    this.store.setOwn({ opening: true });
    const problem = await this.devices.open(want);
    if (request === this.requests) this.store.setOwn({ opening: false });
    if (problem) this.store.complain(explain(problem.code, problem.missing));
  }

  /** Open what is not open. */
  async openMissing(): Promise<void> {
    if (!this.store.call.value && !this.store.outgoing.value) return;
    await this.open({ camera: !this.devices.camera, microphone: !this.devices.microphone });
  }

  toggleMicrophone(): void {
    const microphone = this.store.own.value.microphone;
    if (microphone === "off") void this.open({ camera: false, microphone: true });
    else this.devices.mute(microphone === "on");
  }

  toggleCamera(): void {
    if (this.devices.camera) this.devices.closeCamera();
    else void this.open({ camera: true, microphone: false });
  }

  private ring(user: string, name: string): void {
    this.cancelling = false;
    this.store.outgoing.value = { invite: null, name };
    this.store.notice.value = "";
    this.send({ type: "invite", to: user });
  }

  private begin(id: string | null, peers: string[]): void {
    this.store.call.value = { id, confirmed: false };
    this.store.notice.value = "";
    this.joinedAs = this.store.you.value;
    this.engine?.close();
    this.engine = null;
    this.anticipate(peers);
    this.engine = this.anticipation?.release() ?? null;
    this.anticipation = null;
    this.engine?.setTracks(this.devices);
  }

  private engineEvents(): EngineEvents {
    return {
      send: (to, connection, payload) => this.send({ type: "signal", to, connection, payload }),
      link: (peer, state) => this.store.peerLink(peer, state),
      stream: (peer, stream) => this.store.peerStream(peer, stream),
      gone: (peer) => this.store.peerGone(peer),
    };
  }

  private mainPeers(): string[] {
    return this.store.mainCall.value.map(({ id }) => id);
  }

  private joined({ call, peers }: Joined): void {
    if (!this.engine) this.begin(call, []);
    this.joinedAs = this.store.you.value;
    this.store.call.value = { id: call, confirmed: true };
    this.engine?.joined(peers);
    this.tellMedia();
    if (this.cancelling) this.hangUp();
    this.cancelling = false;
  }

  private leftCall(): void {
    if (this.farewells > 0) this.farewells -= 1;
    else if (this.store.call.value?.confirmed) this.end();
  }

  private rung(invite: string): void {
    // Two who ring each other are connected by the server.
    const alone = !this.store.outgoing.value && !this.store.call.value;
    if (this.store.autoAccept.value && alone && this.store.incoming.value?.invite === invite)
      this.accept(true);
  }

  private refused(problem: Problem): void {
    // After a reconnection it may be asked for twice.
    const joinedTwice = problem.about === "join" && problem.code === "in-a-call";
    if (joinedTwice || QUIET.has(problem.about)) return;
    const entering = problem.about === "join" || problem.about === "accept";
    if (this.farewells > 0 && entering) {
      // It is about a call that was left before the answer came.
      this.farewells -= 1;
      return;
    }
    if (problem.about === "invite") this.store.outgoing.value = null;
    if (entering && !this.store.call.value?.confirmed) this.end();
    this.releaseUnused();
    this.store.complain(quote(problem));
  }

  /** A ring came to nothing: what was opened for it is closed. */
  private releaseUnused(): void {
    if (this.store.call.value || this.store.outgoing.value) return;
    this.relax();
    this.devices.stop();
    this.store.unattended.value = false;
  }

  /** The server has told everything anew: does it still know about the call? */
  private startOver(): void {
    this.told = this.store.me.value?.media ?? SILENT;
    const call = this.store.call.value;
    if (!call) this.releaseUnused();
    else if (this.store.me.value?.call) this.tellMedia();
    else this.takeUp(call);
  }

  /** The server does not know that one is in this call. */
  private takeUp({ id }: CallView): void {
    if (id === MAIN_CALL) {
      this.rejoin();
      return;
    }
    this.end();
    this.store.complain(explain("call-lost"));
  }

  private rejoin(): void {
    const sameAsBefore = this.joinedAs === this.store.you.value;
    this.send({ type: "join", call: MAIN_CALL });
    if (sameAsBefore) return;
    this.begin(MAIN_CALL, this.mainPeers());
  }

  private devicesChanged(): void {
    const { camera, microphone } = this.devices;
    const before = this.store.own.value.stream?.getVideoTracks()[0] ?? null;
    this.store.setOwn({
      camera: camera !== null,
      microphone: microphone === null ? "off" : microphone.enabled ? "on" : "muted",
      ...(camera !== before && { stream: camera && new MediaStream([camera]) }),
    });
    this.engine?.setTracks(this.devices);
    this.tellMedia();
  }

  private tellMedia(): void {
    const { camera, microphone } = this.store.own.value;
    const media = { audio: microphone === "on", video: camera, screen: false };
    if (media.audio === this.told.audio && media.video === this.told.video) return;
    this.told = media;
    this.send({ type: "media", media });
  }
}
