import type { LocalTracks } from "../devices/processing";
import { dispatch, type Handlers, type RoomMessage } from "../wire/messages";
import type { ClientMessage, IceServer } from "../wire/protocol.gen";
import { Anticipation } from "./anticipation";
import { whenArrived } from "./arrival";
import type { Demands } from "./demands";
import type { Engine, EngineContext, EngineEvent, Flow, Permissions, Source } from "./engine";
import { type EngineClass, USUAL } from "./engines";
import type { Flows } from "./quality";
import type { Streams } from "./streams";

// Who has not come by the new engine after so long is not waited for any more.
const TAKEOVER = 10_000;
// The others may still look at what one sends by the older engine: they need not be as quick as this page.
const LINGER = 5_000;

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
  engineAtHand(name: string): EngineClass | undefined;
  fetchEngine(name: string): Promise<EngineClass | null>;
}

/** An engine at work. */
class Running {
  /** What has come by it, and to whom it has a connection. */
  readonly tracks = new Set<MediaStreamTrack>();
  readonly connected = new Set<string>();
  /** Nothing that comes by it is shown here any more. */
  replaced = false;

  constructor(
    readonly number: number,
    readonly name: string,
    readonly engine: Engine,
  ) {}
}

/**
 * The engine of one's call, and one that takes over from it while it still runs: each source of each member changes over
 * when the new engine brings it, so that nobody's picture stands still.
 */
export class EngineSwitch {
  private current: Running | null = null;
  private before: Running | null = null;
  private prepared: { number: number; anticipation: Anticipation } | null = null;
  /** What the server has said while an engine's file is on its way. */
  private queue: RoomMessage[] | null = null;
  private limit: ReturnType<typeof setTimeout> | undefined;
  private count = 0;
  /** Whether a call has begun, with whatever engine it is to have. */
  inCall = false;

  /** All that engines hear of the server. */
  readonly handlers: Partial<Handlers> = {
    welcome: (message) => this.pass(message),
    credentials: (message) => this.pass(message),
    joined: (message) => this.pass(message),
    "member-joined": (message) => this.pass(message),
    "member-left": (message) => this.pass(message),
    signal: (message) => this.pass(message),
  };

  constructor(private readonly ports: SwitchPorts) {
    ports.streams.arrives ??= whenArrived;
    ports.streams.exchanged = () => this.settle();
  }

  /** The call is about to be joined: the offers are made, and wait for that. */
  anticipate(participants: readonly string[]): void {
    const Engine = this.ports.engineAtHand(USUAL);
    if (this.inCall || !Engine || this.prepared?.anticipation.fits(participants)) return;
    this.relax();
    const [number, context] = this.context();
    const anticipation = new Anticipation(participants, (given) => new Engine(given), context);
    this.prepared = { number, anticipation };
  }

  /** It is not. */
  relax(): void {
    this.prepared?.anticipation.discard();
    this.prepared = null;
  }

  /** The call begins, with what was prepared. */
  begin(participants: readonly string[]): void {
    this.close();
    this.anticipate(participants);
    this.inCall = true;
    const { prepared } = this;
    this.prepared = null;
    if (!prepared) return;
    this.current = new Running(prepared.number, USUAL, prepared.anticipation.engine);
    prepared.anticipation.release();
    this.furnish(this.current.engine);
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

  private pass(message: RoomMessage): void {
    if (message.type === "joined" && this.inCall) this.choose(message.media.engine);
    if (this.queue) this.queue.push(message);
    else if (this.current) dispatch(this.current.engine.handlers, message);
  }

  /** The server says what carries the call. */
  private choose(name: string): void {
    if (this.current?.name === name) return;
    const Engine = this.ports.engineAtHand(name);
    if (Engine) this.takeOver(name, Engine);
    else void this.load(name);
  }

  private async load(name: string): Promise<void> {
    const queue: RoomMessage[] = [];
    this.queue = queue;
    const Engine = await this.ports.fetchEngine(name).catch(() => undefined);
    if (this.queue !== queue) return;
    this.queue = null;
    if (!Engine) {
      this.ports.failed(Engine === null ? "engine-unknown" : "part-missing");
      return;
    }
    this.takeOver(name, Engine);
    for (const message of queue) this.pass(message);
  }

  private takeOver(name: string, Engine: EngineClass): void {
    this.closeBefore();
    this.before = this.current;
    const [number, context] = this.context();
    this.current = new Running(number, name, new Engine(context));
    this.furnish(this.current.engine);
    if (!this.before?.connected.size) this.closeBefore();
    else this.limit = setTimeout(() => this.closeBefore(), TAKEOVER);
  }

  private furnish(engine: Engine): void {
    engine.publish(this.ports.tracks());
    for (const wanted of this.ports.demands.all()) engine.want(...wanted);
  }

  private context(): [number, EngineContext] {
    this.count += 1;
    const { count: number, ports } = this;
    const context: EngineContext = {
      iceServers: ports.iceServers(),
      permissions: ports.permissions,
      emit: (event) => this.hear(number, event),
      send: (message) => {
        if (number === this.current?.number) ports.send(message);
      },
    };
    return [number, context];
  }

  /** What an engine tells after its call is dropped. */
  private hear(number: number, event: EngineEvent): void {
    const { streams } = this.ports;
    const from = [this.current, this.before].find((running) => running?.number === number);
    // Only that something ends may be said afterwards.
    if (event.type === "silenced") streams.take(event);
    if (!from) return;
    if (event.type === "track") from.tracks.add(event.track);
    if (event.type === "link" && event.state === "connected") from.connected.add(event.participant);
    if (!this.counts(from, event)) return;
    streams.take(event);
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
    const needed = [...before.tracks].some((track) => !track.muted && this.ports.streams.shows(track));
    if (!reached || needed) return;
    before.replaced = true;
    clearTimeout(this.limit);
    this.limit = setTimeout(() => this.closeBefore(), LINGER);
  }

  private closeBefore(): void {
    clearTimeout(this.limit);
    const { before, current } = this;
    this.before = null;
    before?.engine.close();
    for (const participant of before?.connected ?? [])
      if (!current?.connected.has(participant))
        this.ports.streams.take({ type: "link", participant, state: "connecting" });
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
