import type { LocalTracks } from "../devices/processing";
import { dispatch, type RoomMessage } from "../wire/messages";
import type { ClientMessage, IceServer } from "../wire/protocol.gen";
import type { Demands } from "./demands";
import type { Engine, EngineContext, EngineEvent, Flow, Permissions, Source } from "./engine";
import { type EngineClass, engineAtHand, fetchEngine, USUAL } from "./engines";
import type { Flows } from "./quality";
import { Reception } from "./reception";
import type { Streams } from "./streams";

// Who has not come by the new engine after so long is not waited for any more.
const TAKEOVER = 10_000;
// The others may still look at what one sends by the older engine: they need not be as quick as this page.
const GO_ON_FOR = 5_000;

export interface SwitchPorts {
  readonly streams: Streams;
  readonly demands: Demands;
  readonly permissions: Permissions;
  iceServers(): IceServer[];
  tracks(): LocalTracks;
  /** Who else is in the call. */
  members(): readonly string[];
  send(message: ClientMessage): void;
  /** What is told of the call, after the streams have taken it in. */
  told(event: EngineEvent): void;
  /** The call cannot go on: this page does not know its engine, or the engine's file does not come. */
  failed(code: "engine-unknown" | "part-missing"): void;
}

/** An engine at work, or one that is prepared: then what it tells and sends is held back, as if it were not there. */
class Running {
  readonly engine: Engine;
  /** What has come by it, and to whom it has a connection. */
  readonly tracks = new Set<MediaStreamTrack>();
  readonly connected = new Set<string>();
  /** Nothing that comes by it is shown here any more. */
  replaced = false;
  private held: (() => void)[] | null = [];

  constructor(
    readonly name: string,
    Engine: EngineClass,
    { emit, send, ...context }: EngineContext,
  ) {
    this.engine = new Engine({
      ...context,
      emit: (event) => this.pass(() => emit(event)),
      send: (message) => this.pass(() => send(message)),
    });
  }

  /** Tell all that was held back. */
  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const tell of held) tell();
  }

  private pass(tell: () => void): void {
    if (this.held) this.held.push(tell);
    else tell();
  }
}

/**
 * The engine of one's call, and one that takes over from it while it still runs: each source of each member changes over
 * when the new engine brings it, so that nobody's picture stands still.
 */
export class EngineSwitch {
  private current: Running | null = null;
  private before: Running | null = null;
  private prepared: { running: Running; participants: readonly string[] } | null = null;
  /** What the server has said while an engine's file is on its way. */
  private queue: RoomMessage[] | null = null;
  private limit: ReturnType<typeof setTimeout> | undefined;
  /** Whether a call has begun, with whatever engine it is to have. */
  inCall = false;

  private readonly reception: Reception;

  constructor(private readonly ports: SwitchPorts) {
    this.reception = new Reception(ports.streams, () => this.settle());
  }

  /** The call is about to be joined: the offers are made, which takes as long as a hand from a button to its click. */
  anticipate(participants: readonly string[]): void {
    const Engine = engineAtHand(USUAL);
    if (this.inCall || !Engine || same(participants, this.prepared?.participants)) return;
    this.relax();
    const running = this.start(USUAL, Engine);
    running.engine.prepare(participants);
    this.prepared = { running, participants };
  }

  /** It is not. */
  relax(): void {
    this.prepared?.running.engine.close();
    this.prepared = null;
  }

  /** The call begins, with what was prepared. */
  begin(participants: readonly string[]): void {
    this.close();
    this.anticipate(participants);
    this.inCall = true;
    const running = this.prepared?.running;
    this.prepared = null;
    if (running) this.use(running);
  }

  end(): void {
    this.relax();
    this.close();
  }

  publish(): void {
    for (const engine of this.engines) engine.publish(this.ports.tracks());
  }

  want(...wanted: Parameters<Engine["want"]>): void {
    for (const engine of this.engines) engine.want(...wanted);
  }

  async allow(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.allow()));
  }

  keep(members: readonly string[]): void {
    for (const engine of this.engines) engine.keep(members);
    this.settle();
  }

  levels(): ReadonlyMap<string, number> {
    return this.current?.engine.levels() ?? new Map();
  }

  /** What is known of these sources of somebody or, of null, of one's own. */
  async measure(participant: string | null, sources: readonly Source[]): Promise<Flows> {
    const engine = this.current?.engine;
    const flows = sources.map(
      async (source) => [source, await engine?.measure(participant, source)] as const,
    );
    return new Map((await Promise.all(flows)).filter((pair): pair is [Source, Flow] => Boolean(pair[1])));
  }

  private get engines(): Engine[] {
    return [this.before, this.current].flatMap((running) => running?.engine ?? []);
  }

  /** What the server says that engines hear of. */
  take(message: RoomMessage): void {
    if (message.type === "joined" && this.inCall) this.choose(message.media.engine);
    if (this.queue) this.queue.push(message);
    else if (this.current) dispatch(this.current.engine.handlers, message);
  }

  /** The server says what carries the call. */
  private choose(name: string): void {
    if (this.current?.name === name) return;
    const Engine = engineAtHand(name);
    if (Engine) this.takeOver(name, Engine);
    else void this.load(name);
  }

  private async load(name: string): Promise<void> {
    const queue: RoomMessage[] = [];
    this.queue = queue;
    const Engine = await fetchEngine(name).catch(() => undefined);
    if (this.queue !== queue) return;
    this.queue = null;
    if (!Engine) {
      this.ports.failed(Engine === null ? "engine-unknown" : "part-missing");
      return;
    }
    this.takeOver(name, Engine);
    for (const message of queue) this.take(message);
  }

  private takeOver(name: string, Engine: EngineClass): void {
    this.closeBefore();
    this.before = this.current;
    this.use(this.start(name, Engine));
    if (!this.before?.connected.size) this.closeBefore();
    else this.limit = setTimeout(() => this.closeBefore(), TAKEOVER);
  }

  private use(running: Running): void {
    this.current = running;
    running.release();
    running.engine.publish(this.ports.tracks());
    for (const wanted of this.ports.demands.all()) running.engine.want(...wanted);
  }

  private start(name: string, Engine: EngineClass): Running {
    const { ports } = this;
    const running: Running = new Running(name, Engine, {
      iceServers: ports.iceServers(),
      permissions: ports.permissions,
      emit: (event) => this.hear(running, event),
      send: (message) => {
        if (running === this.current) ports.send(message);
      },
    });
    return running;
  }

  private hear(from: Running, event: EngineEvent): void {
    // Of an engine whose call is over, only that something ends.
    if (event.type === "silenced") this.reception.take(event);
    if (from !== this.current && from !== this.before) return;
    if (event.type === "track") from.tracks.add(event.track);
    if (event.type === "link" && event.state === "connected") from.connected.add(event.participant);
    if (!this.counts(from, event)) return;
    this.reception.take(event);
    this.ports.told(event);
    this.settle();
  }

  /** While two are at work, how somebody is reached is the older one's to say until the newer one reaches them. */
  private counts(from: Running, event: EngineEvent): boolean {
    if (!this.before || event.type === "track" || event.type === "silenced") return true;
    return (from === this.current) === this.current?.connected.has(event.participant);
  }

  /** The older engine ends some time after all that it brings comes by the newer one. */
  private settle(): void {
    const { before, current } = this;
    if (!before || !current || before.replaced) return;
    const reached = this.ports.members().every((member) => current.connected.has(member));
    const needed = [...before.tracks].some((track) => !track.muted && this.reception.shows(track));
    if (!reached || needed) return;
    before.replaced = true;
    clearTimeout(this.limit);
    this.limit = setTimeout(() => this.closeBefore(), GO_ON_FOR);
  }

  private closeBefore(): void {
    clearTimeout(this.limit);
    const { before, current } = this;
    this.before = null;
    before?.engine.close();
    for (const participant of before?.connected ?? [])
      if (!current?.connected.has(participant))
        this.reception.take({ type: "link", participant, state: "connecting" });
  }

  private close(): void {
    this.inCall = false;
    this.queue = null;
    const { current } = this;
    this.current = null;
    this.closeBefore();
    current?.engine.close();
  }
}

function same(one: readonly string[], other: readonly string[] | undefined): boolean {
  return one.length === other?.length && one.every((id) => other.includes(id));
}
