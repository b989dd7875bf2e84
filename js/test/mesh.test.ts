import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineEvents } from "../src/call/engine";
import { Mesh } from "../src/call/mesh";
import type { Audience } from "../src/room/consents";
import { FakeConnection } from "./connection";

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
let published: string[][];
let mesh: Mesh;

const settled = () => new Promise((resolve) => setTimeout(resolve));
const sent = (index = 0) => connections[index]?.sent;
const peer = (participant: string, offer: boolean) => ({ participant, polite: true, offer });

async function parameters(slot: number, index = 0) {
  await settled();
  return (connections[index] as FakeConnection).transceivers[slot]?.sender.getParameters();
}

beforeEach(() => {
  connections = [];
  offers = [];
  published = [];
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
  const events: Partial<EngineEvents> = {
    send: (to, _connection, payload) => {
      if (payload.type === "description") offers.push(`${payload.kind} to ${to}`);
    },
    link: () => {},
    stream: () => {},
    screen: () => {},
    gone: () => {},
    unreachable: () => {},
    published: (_peer, streams) => published.push(streams.map(({ id }) => id)),
    audience: (id) => audiences[id] ?? "person",
    listens: () => false,
  };
  mesh = new Mesh([], events as EngineEvents, () => 10_000_000);
});

describe("who offers", () => {
  it("is whoever is new in the call or in this tab; of those who come, the server tells", async () => {
    mesh.joined([peer("ana", true), peer("bo", false)]);
    mesh.peerJoined(peer("cy", false));
    mesh.peerJoined(peer("k", true));
    await settled();
    expect(offers).toEqual(["offer to ana", "offer to bo", "offer to k"]);
  });

  it("offers once to those whom it expected", async () => {
    mesh.prepare(["k"]);
    mesh.joined([peer("k", true)]);
    await settled();
    expect(offers).toEqual(["offer to k"]);
  });
});

describe("a call that is over", () => {
  it("meets nobody any more", async () => {
    mesh.joined([peer("ana", true)]);
    mesh.close();
    mesh.prepare(["bo"]);
    mesh.peerJoined(peer("cy", true));
    mesh.joined([peer("ana", true)]);
    mesh.signal("ana", "c", { type: "description", kind: "offer", sdp: "" });
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
    mesh.joined([peer("ana", true)]);
    mesh.peerJoined(peer("bo", false));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(offers).toEqual(["offer to ana", "offer to ana", "offer to bo"]);
    mesh.close();
  });
});

describe("what a kernel gets", () => {
  beforeEach(async () => {
    audiences = { k: "nobody" };
    mesh.setTracks(tracks);
    mesh.joined([peer("k", true), peer("bo", true)]);
    await settled();
  });

  it("is nothing without consent, while people get everything", () => {
    expect(sent(0)).toEqual(NOTHING);
    expect(sent(1)).toEqual(EVERYTHING);
  });

  it("stays nothing when devices change", async () => {
    mesh.setTracks({ ...tracks, screen: null });
    await settled();
    expect(sent(0)).toEqual(NOTHING);
  });

  it("is everything with consent, and nothing again once that is taken back", async () => {
    audiences = { k: "kernel" };
    await mesh.audienceChanged();
    expect(sent()).toEqual(EVERYTHING);
    audiences = { k: "nobody" };
    await mesh.audienceChanged();
    expect(sent()).toEqual(NOTHING);
  });

  it("are whole pictures from the first one on", async () => {
    audiences = { k: "kernel" };
    await mesh.audienceChanged();
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
    await mesh.audienceChanged();
    for (const sound of [false, true]) {
      mesh.signal("k", "c", { type: "demand", camera: 4320, screen: 0, sound });
      expect(await parameters(0)).toMatchObject({ encodings: [{ active: sound }] });
      expect(await parameters(0, 1)).toMatchObject({ encodings: [{ active: true }] });
    }
  });

  it("are smaller while the kernel says that the way carries no more", async () => {
    audiences = { k: "kernel" };
    await mesh.audienceChanged();
    const demand = { type: "demand", camera: 4320, screen: 0 } as const;
    mesh.signal("k", "c", { ...demand, bits: 500_000 });
    expect(await parameters(1)).toMatchObject({ encodings: [{ scaleResolutionDownBy: 2 }] });
    mesh.signal("k", "c", { ...demand, bits: null });
    expect(await parameters(1)).toMatchObject({ encodings: [{ scaleResolutionDownBy: 1 }] });
  });
});

describe("what a kernel publishes", () => {
  const stream = (id: string) => {
    const tracks: object[] = [];
    return { id, tracks, getTracks: () => tracks, onremovetrack: null as (() => void) | null };
  };
  const comes = (of: { id: string }) => {
    const transceiver = connections[0]?.addTransceiver("video", { direction: "recvonly" });
    const event = { track: { kind: "video", addEventListener: () => {} }, transceiver, streams: [of] };
    connections[0]?.ontrack?.(event);
  };

  it("is told by the names of its streams, as it comes and goes", async () => {
    audiences = { k: "nobody" };
    mesh.joined([peer("k", true)]);
    await settled();
    const edges = stream("edges");
    comes(edges);
    comes(stream("sim"));
    // The picture of a film has ended, and its sound goes on.
    edges.tracks.push({});
    edges.onremovetrack?.();
    edges.tracks.pop();
    edges.onremovetrack?.();
    expect(published).toEqual([["edges"], ["edges", "sim"], ["sim"]]);
  });
});
