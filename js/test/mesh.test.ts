import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineContext } from "../src/call/engine";
import { Mesh } from "../src/call/mesh/mesh";
import type { Audience } from "../src/room/consents";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import type { Peer, SignalPayload } from "../src/wire/protocol.gen";
import { FakeConnection, FakeTrack } from "./connection";

const track = (kind: string) =>
  ({ kind, getSettings: () => ({ height: 720 }) }) as unknown as MediaStreamTrack;
const microphone = track("audio");
const camera = track("video");
const screen = track("video");
const tracks = { microphone, camera, screen, screenSound: null };
const EVERYTHING = [microphone, camera, screen, null];
const NOTHING = [null, null, null, null];

let connections: FakeConnection[];
let audiences: Record<string, Audience>;
let offers: string[];
let told: string[];
let mesh: Mesh;

const settled = () => new Promise((resolve) => setTimeout(resolve));
const sent = (index = 0) => connections[index]?.sent;
const peer = (participant: string, offer: boolean) => ({ participant, polite: true, offer });
const tell = (message: RoomMessage) => dispatch(mesh.handlers, message);
const joined = (...peers: Peer[]) => {
  const members = ["me", ...peers.map(({ participant }) => participant)];
  const media = { engine: "mesh" as const, peers, uplink: 10_000_000 };
  tell({ type: "joined", call: "main", kind: "main", started: 0, members, media });
};
const joinedBy = ({ participant, ...facts }: Peer) =>
  tell({ type: "member-joined", call: "main", participant, media: { engine: "mesh", ...facts } });
const signalled = (sender: string, payload: SignalPayload) =>
  tell({ type: "signal", sender, connection: "c", payload });

async function parameters(slot: number, index = 0) {
  await settled();
  return (connections[index] as FakeConnection).transceivers[slot]?.sender.getParameters();
}

beforeEach(() => {
  connections = [];
  offers = [];
  told = [];
  audiences = {};
  vi.stubGlobal(
    "RTCPeerConnection",
    class extends FakeConnection {
      constructor() {
        super();
        connections.push(this);
      }
    },
  );
  vi.stubGlobal("MediaStream", class {});
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
  mesh = new Mesh({
    iceServers: [],
    permissions: { audience: (id) => audiences[id] ?? "person", listens: () => false },
    send: (message) => {
      if (message.type !== "signal" || message.payload.type !== "description") return;
      offers.push(`${message.payload.kind} to ${message.to}`);
    },
    emit: (event) => {
      if (event.type === "track" || event.type === "silenced") told.push(`${event.type} ${event.source}`);
    },
  } satisfies EngineContext);
});

describe("who offers", () => {
  it("is the one who is new in the call or in this tab; of those who come, the server tells", async () => {
    joined(peer("ana", true), peer("bo", false));
    joinedBy(peer("cy", false));
    joinedBy(peer("k", true));
    await settled();
    expect(offers).toEqual(["offer to ana", "offer to bo", "offer to k"]);
  });

  it("offers once to those whom it expected", async () => {
    mesh.prepare(["k"]);
    joined(peer("k", true));
    await settled();
    expect(offers).toEqual(["offer to k"]);
  });
});

describe("who is not in the call", () => {
  it("gets nothing any more", async () => {
    joined(peer("ana", true), peer("bo", true));
    mesh.keep(["bo"]);
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(["closed", "stable"]);
  });
});

describe("a call that is over", () => {
  it("meets nobody any more", async () => {
    joined(peer("ana", true));
    mesh.close();
    mesh.prepare(["bo"]);
    joinedBy(peer("cy", true));
    joined(peer("ana", true));
    signalled("ana", { type: "description", kind: "offer", sdp: "" });
    await settled();
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(["closed"]);
    expect(offers).toEqual([]);
  });
});

describe("an offer that is not answered", () => {
  afterEach(() => void vi.useRealTimers());

  it("is made again to everybody who is in the call, and to nobody before one is in it", async () => {
    vi.useFakeTimers();
    mesh.prepare(["ana"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offers).toEqual(["offer to ana"]);
    joined(peer("ana", true));
    joinedBy(peer("bo", false));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(offers).toEqual(["offer to ana", "offer to ana", "offer to bo"]);
    mesh.close();
  });
});

describe("what a kernel gets", () => {
  beforeEach(async () => {
    audiences = { k: "nobody" };
    mesh.publish(tracks);
    joined(peer("k", true), peer("bo", true));
    await settled();
  });

  it("is nothing without consent, while people get everything", () => {
    expect(sent(0)).toEqual(NOTHING);
    expect(sent(1)).toEqual(EVERYTHING);
  });

  it("stays nothing when devices change", async () => {
    mesh.publish({ ...tracks, screen: null });
    await settled();
    expect(sent(0)).toEqual(NOTHING);
  });

  it("is everything with consent, and nothing again once that is taken back", async () => {
    audiences = { k: "kernel" };
    await mesh.allow();
    expect(sent()).toEqual(EVERYTHING);
    audiences = { k: "nobody" };
    await mesh.allow();
    expect(sent()).toEqual(NOTHING);
  });

  it("are whole pictures from the first one on", async () => {
    audiences = { k: "kernel" };
    await mesh.allow();
    for (const slot of [1, 2]) {
      expect(await parameters(slot)).toMatchObject({
        degradationPreference: "maintain-resolution",
        encodings: [{ active: true, scaleResolutionDownBy: 1 }],
      });
    }
    const toPeople = await parameters(1, 1);
    expect(toPeople).toMatchObject({ encodings: [{ scaleResolutionDownBy: 2 }] });
    expect(toPeople).not.toHaveProperty("degradationPreference");
  });

  it("has no sound while nobody hears it there", async () => {
    audiences = { k: "kernel" };
    await mesh.allow();
    for (const sound of [false, true]) {
      signalled("k", { type: "demand", camera: 4320, screen: 0, sound });
      expect(await parameters(0)).toMatchObject({ encodings: [{ active: sound }] });
      expect(await parameters(0, 1)).toMatchObject({ encodings: [{ active: true }] });
    }
  });

  it("are smaller while the kernel says that the way carries no more", async () => {
    audiences = { k: "kernel" };
    await mesh.allow();
    const demand = { type: "demand", camera: 4320, screen: 0 } as const;
    signalled("k", { ...demand, bits: 500_000 });
    expect(await parameters(1)).toMatchObject({ encodings: [{ scaleResolutionDownBy: 2 }] });
    signalled("k", { ...demand, bits: null });
    expect(await parameters(1)).toMatchObject({ encodings: [{ scaleResolutionDownBy: 1 }] });
  });
});

describe("what a kernel publishes", () => {
  const comes = (track: object, stream: EventTarget) => {
    const transceiver = connections[0]?.addTransceiver("video", { direction: "recvonly" });
    connections[0]?.ontrack?.({ track, transceiver, streams: [stream] });
  };
  const stream = (id: string) => Object.assign(new EventTarget(), { id });

  it("is told by the names of its streams, as it comes and goes", async () => {
    audiences = { k: "nobody" };
    joined(peer("k", true));
    await settled();
    const [edges, sim] = [stream("edges"), stream("sim")];
    const track = new FakeTrack("video");
    comes(track, edges);
    comes(new FakeTrack("video"), sim);
    edges.dispatchEvent(Object.assign(new Event("removetrack"), { track }));
    expect(told).toEqual(["track stream:edges", "track stream:sim", "silenced stream:edges"]);
  });
});
