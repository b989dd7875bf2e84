import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Demands } from "../src/call/demands";
import type { EngineContext, EngineEvent } from "../src/call/engine";
import type { EngineClass } from "../src/call/engines";
import { Streams } from "../src/call/streams";
import { EngineSwitch } from "../src/call/switch";
import type { CallMedia, ClientMessage } from "../src/wire/protocol.gen";

vi.mock("../src/call/arrival", () => ({
  whenArrived: (track: MediaStreamTrack, then: () => void) => {
    arrivals.set(track, then);
    return () => arrivals.delete(track);
  },
}));

vi.mock("../src/call/engines", () => ({
  USUAL: "mesh",
  engineAtHand: (name: string) => (atHand.has(name) ? FakeEngine : undefined),
  fetchEngine: () =>
    new Promise((resolve, reject) => {
      arrives = resolve;
      fails = reject;
    }),
}));

class FakeStream {
  readonly tracks = new Set<unknown>();
  addTrack = (track: unknown) => this.tracks.add(track);
  removeTrack = (track: unknown) => this.tracks.delete(track);
  getTracks = () => [...this.tracks];
}

class FakeEngine {
  readonly heard: string[] = [];
  readonly wanted: unknown[] = [];
  readonly prepared: string[] = [];
  readonly handlers = {
    joined: () => this.heard.push("joined"),
    signal: () => this.heard.push("signal"),
  };
  closed = false;
  allowed = 0;
  published = 0;

  constructor(private readonly context: EngineContext) {
    engines.push(this);
  }

  prepare(participants: readonly string[]): void {
    this.prepared.push(...participants);
  }
  keep(): void {}
  publish(): void {
    this.published += 1;
  }
  want(...wanted: unknown[]): void {
    this.wanted.push(wanted);
  }
  async allow(): Promise<void> {
    this.allowed += 1;
  }
  close(): void {
    this.closed = true;
  }

  say(): void {
    this.context.send({ type: "hang-up" });
  }
  emit(event: EngineEvent): void {
    this.context.emit(event);
  }
  connects(participant: string): void {
    this.emit({ type: "link", participant, state: "connected" });
  }
  brings(participant: string, track: MediaStreamTrack): void {
    this.emit({ type: "track", participant, source: "camera", track });
  }
}

const picture = (muted = false) =>
  ({ kind: "video", muted, readyState: "live" }) as unknown as MediaStreamTrack;
const media = (engine: string): CallMedia => ({ engine, peers: [], uplink: 0 }) as unknown as CallMedia;

let engines: FakeEngine[];
let arrivals: Map<MediaStreamTrack, () => void>;
let streams: Streams;
let demands: Demands;
let failed: string[];
let told: string[];
let sent: ClientMessage[];
let atHand: Set<string>;
let arrives: (Engine: EngineClass | null) => void;
let fails: () => void;
let engineSwitch: EngineSwitch;

const joined = (chosen: CallMedia) =>
  engineSwitch.take({
    ...{ type: "joined", call: "main", kind: "main", started: 0, members: ["bo", "cy"], media: chosen },
  });
const signalled = () =>
  engineSwitch.take({
    ...{ type: "signal", sender: "bo", connection: "c" },
    payload: { type: "demand", camera: 0, screen: 0 },
  });
const shown = (participant: string) => streams.of(participant)?.camera.getTracks();
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  engines = [];
  failed = [];
  told = [];
  sent = [];
  atHand = new Set(["mesh"]);
  arrivals = new Map();
  streams = new Streams();
  demands = new Demands(() => {});
  engineSwitch = new EngineSwitch({
    ...{ streams, demands },
    permissions: { audience: () => "person", listens: () => false },
    iceServers: () => [],
    tracks: () => ({ microphone: null, camera: null, screen: null, screenSound: null }),
    members: () => ["bo", "cy"],
    send: (message) => sent.push(message),
    told: ({ type }) => told.push(type),
    failed: (code) => failed.push(code),
  });
  engineSwitch.begin(["bo", "cy"]);
});

afterEach(() => {
  engineSwitch.end();
  vi.useRealTimers();
});

describe("an engine that is prepared for a call", () => {
  beforeEach(() => {
    engineSwitch.end();
    engines = [];
    engineSwitch.anticipate(["bo", "cy"]);
    engines[0]?.connects("bo");
    engines[0]?.say();
  });

  it("works already, and nobody hears of it", () => {
    expect(engines[0]?.prepared).toEqual(["bo", "cy"]);
    expect([streams.of("bo"), sent]).toEqual([undefined, []]);
  });

  it("tells all when the call begins, in order, and everything after that at once", () => {
    engines[0]?.emit({ type: "link", participant: "bo", state: "weak" });
    engineSwitch.begin(["cy", "bo"]);
    expect(engines).toHaveLength(1);
    expect(streams.of("bo")?.link).toBe("weak");
    expect(sent).toHaveLength(1);
    engines[0]?.connects("bo");
    expect(streams.of("bo")?.link).toBe("connected");
  });

  it("leaves no trace when it does not", () => {
    engineSwitch.relax();
    engines[0]?.connects("bo");
    expect(engines[0]?.closed).toBe(true);
    expect([streams.of("bo"), sent]).toEqual([undefined, []]);
  });

  it("is another one where others are there than were expected", () => {
    engineSwitch.anticipate(["cy", "bo"]);
    expect(engines).toHaveLength(1);
    for (const others of [["bo"], ["bo", "dee"]]) engineSwitch.begin(others);
    expect(engines.map(({ closed }) => closed)).toEqual([true, true, false]);
  });
});

describe("the engine of a call", () => {
  it("goes on while the server says the same again", () => {
    joined(media("mesh"));
    joined(media("mesh"));
    expect(engines).toHaveLength(1);
    expect(engines[0]?.heard).toEqual(["joined", "joined"]);
  });

  it("is another one where the server names one that is not prepared, and hears all that came meanwhile", async () => {
    joined(media("other"));
    signalled();
    expect(engines[0]?.heard).toEqual([]);
    arrives(FakeEngine as unknown as EngineClass);
    await settled();
    expect(engines.map(({ closed }) => closed)).toEqual([true, false]);
    expect(engines[1]?.heard).toEqual(["joined", "signal"]);
  });

  it("is told to be missing where this page does not know it, or its file does not come", async () => {
    joined(media("other"));
    arrives(null);
    await settled();
    joined(media("other"));
    fails();
    await settled();
    expect(failed).toEqual(["engine-unknown", "part-missing"]);
  });

  it("tells nothing after the call but that something ends", () => {
    const camera = picture();
    engines[0]?.brings("bo", camera);
    engineSwitch.end();
    engines[0]?.connects("cy");
    engines[0]?.emit({ type: "silenced", participant: "bo", source: "camera", track: camera });
    expect(told).toEqual(["track"]);
    expect(shown("bo")).toEqual([]);
    expect(streams.of("cy")).toBeUndefined();
  });

  it("does not come after the call", async () => {
    joined(media("other"));
    engineSwitch.end();
    arrives(FakeEngine as unknown as EngineClass);
    await settled();
    joined(media("other"));
    expect(engines).toHaveLength(1);
    expect(failed).toEqual([]);
  });
});

describe("an engine that takes over", () => {
  const [before, after] = [picture(), picture(true)];

  beforeEach(() => {
    atHand.add("other");
    joined(media("mesh"));
    for (const member of ["bo", "cy"]) engines[0]?.connects(member);
    engines[0]?.brings("bo", before);
    demands.keep(["bo"]);
    demands.show({}, "bo", "camera", 360);
    vi.advanceTimersByTime(500);
    joined(media("other"));
  });

  it("shows each picture when it has come, and ends the other one some time after all have", () => {
    engines[1]?.brings("bo", after);
    for (const member of ["bo", "cy"]) engines[1]?.connects(member);
    expect(shown("bo")).toEqual([before]);
    vi.advanceTimersByTime(5_000);
    expect(engines[0]?.closed).toBe(false);
    arrivals.get(after)?.();
    expect(shown("bo")).toEqual([after]);
    vi.advanceTimersByTime(4_900);
    expect(engines[0]?.closed).toBe(false);
    vi.advanceTimersByTime(100);
    expect(engines.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it("ends the other one only after it reaches everybody", () => {
    engines[1]?.brings("bo", after);
    engines[1]?.connects("bo");
    arrivals.get(after)?.();
    vi.advanceTimersByTime(5_000);
    expect(engines[0]?.closed).toBe(false);
    engines[1]?.connects("cy");
    vi.advanceTimersByTime(5_000);
    expect(engines[0]?.closed).toBe(true);
  });

  it("tells how somebody is reached from when on it reaches them", () => {
    engines[1]?.emit({ type: "link", participant: "bo", state: "connecting" });
    expect(streams.of("bo")?.link).toBe("connected");
    engines[0]?.emit({ type: "link", participant: "bo", state: "weak" });
    expect(streams.of("bo")?.link).toBe("weak");
    engines[1]?.connects("bo");
    engines[0]?.emit({ type: "link", participant: "bo", state: "weak" });
    expect(streams.of("bo")?.link).toBe("connected");
  });

  it("alone talks to the server, and both keep to what is allowed", async () => {
    for (const engine of engines) engine.say();
    signalled();
    await engineSwitch.allow();
    expect(sent).toHaveLength(1);
    expect(engines.map(({ heard }) => heard.at(-1))).toEqual(["joined", "signal"]);
    expect(engines.map(({ allowed }) => allowed)).toEqual([1, 1]);
  });

  it("knows what is wanted and what is sent", () => {
    expect(engines[1]?.published).toBe(1);
    expect(engines[1]?.wanted).toContainEqual(["bo", "camera", 360]);
  });

  it("does not wait for ever", () => {
    vi.advanceTimersByTime(10_000);
    expect(engines[0]?.closed).toBe(true);
    expect(streams.of("bo")?.link).toBe("connecting");
  });
});
