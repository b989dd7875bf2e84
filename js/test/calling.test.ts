import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Calling } from "../src/call/calling";
import type { EngineContext, LinkState } from "../src/call/engine";
import { fetchInside } from "../src/call/loading";
import { afterRest } from "../src/common/rest";
import type { SessionState } from "../src/room/handover";
import { Room } from "../src/room/room";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import {
  type ClientMessage,
  MAIN_CALL,
  type Participant,
  type SignalPayload,
} from "../src/wire/protocol.gen";
import { participant, problem, tell as tellRoom, welcome } from "./wire";

const OFFER: SignalPayload = { type: "description", kind: "offer", sdp: "" };
const bo = participant("bo", { state: "in-call", call: MAIN_CALL });
const lost = (call: string): RoomMessage => ({ type: "call-left", call, reason: "lost" });
const joined = (call: string, ...peers: string[]): RoomMessage => ({
  type: "joined",
  call,
  kind: call === MAIN_CALL ? "main" : "private",
  started: 0,
  members: ["me", ...peers],
  media: {
    engine: "mesh",
    peers: peers.map((participant) => ({ participant, polite: true, offer: true })),
    uplink: 2_500_000,
  },
});

vi.mock("../src/call/engines", () => ({
  USUAL: "mesh",
  engineAtHand: () => FakeEngine,
  fetchEngine: async () => FakeEngine,
}));
beforeAll(() => fetchInside() as Promise<unknown>);

class FakeEngine {
  readonly handlers = {};
  readonly offered: string[] = [];
  readonly listening: string[] = [];
  closed = false;

  constructor(readonly context: EngineContext) {
    engines.push(this);
  }

  prepare(participants: readonly string[]): void {
    this.offered.push(...participants);
  }

  close(): void {
    this.closed = true;
  }

  levels(): ReadonlyMap<string, number> {
    return new Map();
  }

  async allow(): Promise<void> {
    const listening = ["bo", "gus"].filter((id) => this.context.permissions.listens(id)).join();
    if (listening !== this.listening.at(-1)) this.listening.push(listening);
  }
  keep(): void {}
  publish(): void {}
  want(): void {}

  links(participant: string, state: LinkState): void {
    this.context.emit({ type: "link", participant, state });
  }
  flows(participant: string): void {
    this.context.emit({ type: "flowing", participant });
  }
}

let room: Room;
let calling: Calling;
let sent: ClientMessage[];
let engines: FakeEngine[];

function tell(...messages: RoomMessage[]): void {
  for (const message of messages) {
    tellRoom(room, message);
    for (const { handlers } of calling.features) dispatch(handlers, message);
  }
}

// Somebody who only watches is asked for no devices, of which there are none here.
const grants = { join: true, publish: false, data: true };
const enterAs = (you: string) =>
  tell(welcome({ you, grants }), { type: "roster", people: [participant(you), bo] });
const types = () => sent.map(({ type }) => type);

beforeEach(() => {
  Object.assign(globalThis, { RTCPeerConnection: class {}, MediaStream: class {} });
  sent = [];
  engines = [];
  room = new Room("algebra");
  room.facts.connection.value = "entering";
  calling = new Calling(room, (message) => sent.push(message));
  enterAs("me");
});

afterEach(() => calling.end());

describe("a page whose lease ended while it was overloaded or asleep", () => {
  beforeEach(() => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    sent = [];
    // It reads what was said to it meanwhile, and then that the socket was closed.
    tell(lost(MAIN_CALL));
  });

  it("is still in the call, as far as it can tell", () => {
    expect(room.facts.call.value?.id).toBe(MAIN_CALL);
    expect(engines[0]?.closed).toBe(false);
    expect(room.log.lines.value.at(-1)?.text).not.toBe("You left the call");
  });

  it("is back in the room's call as soon as it is back in the room, with offers to all who are there", () => {
    enterAs("me again");
    expect(sent).toContainEqual({ type: "join", call: MAIN_CALL });
    expect(engines[0]?.closed).toBe(true);
    expect(engines[1]?.offered).toEqual(["bo"]);
    tell(joined(MAIN_CALL, "bo"));
    expect(room.facts.call.value).toEqual({ id: MAIN_CALL, kind: "main", confirmed: true });
  });

  it("is out of it if there is no place any more, and is told", () => {
    enterAs("me again");
    tell(problem("call-full", "join"));
    expect(room.facts.call.value).toBeNull();
    expect(room.view.trouble.value?.code).toBe("call-full");
  });

  it("stays out if it was left before the room was back", () => {
    calling.hangUp();
    enterAs("me again");
    expect(types()).not.toContain("join");
    expect(room.facts.call.value).toBeNull();
  });
});

it("tells that a private call is over, which nobody can come back to", () => {
  tell({ type: "incoming", invite: "ring", caller: "bo", user: "user-bo", name: "Bo", expires_in: 30 });
  calling.ringing.accept(false);
  tell(joined("ring", "bo"), lost("ring"));
  enterAs("me again");
  expect(room.facts.call.value).toBeNull();
  expect(room.view.trouble.value?.code).toBe("call-lost");
  expect(types()).not.toContain("join");
});

it("is out of a call that the server has ended", () => {
  calling.join();
  tell(joined(MAIN_CALL, "bo"), { type: "call-left", call: MAIN_CALL, reason: "ended" });
  expect(room.facts.call.value).toBeNull();
  expect(engines[0]?.closed).toBe(true);
});

describe("what an engine tells after its call", () => {
  it("is dropped, in the next call too", () => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    calling.hangUp();
    sent = [];
    const late = engines[0]?.context;
    const track = { kind: "video" } as MediaStreamTrack;
    const speak = () => {
      late?.emit({ type: "link", participant: "bo", state: "connecting" });
      late?.emit({ type: "track", participant: "bo", source: "camera", track });
      late?.emit({ type: "unreachable", participant: "bo" });
      late?.send({ type: "signal", to: "bo", connection: "c", payload: OFFER });
    };
    speak();
    calling.join();
    sent = [];
    speak();
    expect(calling.streams.all.value.size).toBe(0);
    expect(sent).toEqual([]);
    expect(room.view.trouble.value).toBeNull();
  });
});

it("has nothing against somebody who is reached after all, or is gone", () => {
  calling.join();
  tell(joined(MAIN_CALL, "bo", "cy"));
  const [engine] = engines;
  const reached = () => engine?.links("bo", "connected");
  const gone = () => tell({ type: "member-left", call: MAIN_CALL, participant: "bo", reason: "lost" });
  for (const end of [reached, gone]) {
    engine?.context.emit({ type: "unreachable", participant: "bo" });
    engine?.links("cy", "connected");
    expect(room.view.trouble.value?.peer).toBe("bo");
    end();
    expect(room.view.trouble.value).toBeNull();
  }
});

describe("a call that comes from another tab", () => {
  const state: SessionState = {
    token: "",
    name: "Me",
    autoAccept: false,
    call: { id: "ring", kind: "private", confirmed: true },
    microphone: "muted",
    camera: true,
    screen: false,
    consents: ["k"],
    refused: ["bo"],
    draft: "",
    to: null,
  };

  it("is not gone on with when it is left while devices are opened", async () => {
    const taken = calling.catchUp(state);
    expect(calling.consents.answers).toEqual({ consents: ["k"], refused: ["bo"] });
    calling.end();
    await taken;
    expect(calling.consents.answers).toEqual({ consents: [], refused: ["bo"] });
    expect(room.facts.call.value).toBeNull();
  });
});

describe("painting", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Whether it is painted at once when somebody is connected, long after what came before. */
  function isPainted(peer: string): boolean {
    let painted = false;
    vi.advanceTimersByTime(1_000);
    engines.at(-1)?.links(peer, "connected");
    afterRest(() => {
      painted = true;
    });
    vi.advanceTimersByTime(10);
    return painted;
  }

  it("waits for the first picture of one's own call", () => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    expect(isPainted("bo")).toBe(false);
  });

  it("does not wait when others join", () => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    engines[0]?.flows("bo");
    expect(isPainted("cy")).toBe(true);
  });

  it("does not wait when somebody joins who was waited for", () => {
    calling.join();
    tell(joined(MAIN_CALL));
    expect(isPainted("bo")).toBe(true);
  });
});

describe("how long it takes to join", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("is told once somebody is seen or heard", () => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    vi.advanceTimersByTime(2_000);
    engines[0]?.flows("bo");
    engines[0]?.flows("bo");
    expect(sent.filter(({ type }) => type === "timing")).toEqual([{ type: "timing", joined: 2 }]);
  });

  it("is nothing where one waits for others, however long", () => {
    tell({ type: "presence", changed: [participant("bo")], left: [] });
    calling.join();
    tell(joined(MAIN_CALL));
    vi.advanceTimersByTime(60_000);
    engines[0]?.flows("bo");
    expect(types()).not.toContain("timing");
  });

  it("is nothing that the server could not take", () => {
    calling.join();
    tell(joined(MAIN_CALL, "bo"));
    vi.advanceTimersByTime(600_000);
    engines[0]?.flows("bo");
    expect(types()).not.toContain("timing");
  });
});

it.each(["media", "away", "timing", "trouble"])(
  "says nothing of a refused %s, which nobody asked for",
  (about) => {
    tell(problem("too-fast", about));
    expect(room.view.trouble.value).toBeNull();
  },
);

describe("what a call begins with", () => {
  const all: [name: string, begin: () => void, ...wanted: boolean[]][] = [
    ["joining", () => calling.join(), false, true],
    ["calling", () => calling.ringing.call("user-bo", "Bo"), false, true],
    ["accepting", () => calling.ringing.accept(true), false, true],
    ["answering without camera", () => calling.ringing.accept(false), false, false],
  ];

  it.each(all)("is what is turned on: %s", (_name, begin, microphone, camera) => {
    enterAs("me");
    tell({ type: "granted", role: "member", grants: { join: true, publish: true, data: true } });
    const begun = vi.spyOn(calling.media, "begin").mockResolvedValue();
    tell({ type: "incoming", invite: "ring", caller: "bo", user: "user-bo", name: "Bo", expires_in: 30 });
    void calling.media.toggleWanted("microphone");
    begin();
    expect(begun).toHaveBeenCalledWith({ camera, microphone });
  });
});

describe("who may only listen", () => {
  const gus = participant("gus", { listens: true, call: MAIN_CALL, state: "in-call" });
  const roster = (...people: Participant[]) =>
    tell({ type: "roster", people: [participant("me"), ...people] });

  it("is told to the engine, also when it changes", () => {
    calling.join();
    const [engine] = engines;
    roster(bo, gus);
    tell({ type: "presence", changed: [{ ...bo, listens: true }], left: [] });
    roster(bo, { ...gus, listens: false });
    expect(engine?.listening).toEqual(["gus", "bo,gus", ""]);
  });

  it("is known while the server does not know them", () => {
    calling.join();
    roster(bo, gus);
    roster();
    expect(engines[0]?.context.permissions.listens("gus")).toBe(true);
    expect(engines[0]?.context.permissions.listens("bo")).toBe(false);
  });
});
