import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PeerLink, type PeerPorts } from "../src/call/mesh/peer";
import type { SignalPayload } from "../src/wire/protocol.gen";
import { FakeConnection, type FakeTransceiver } from "./connection";

const offer: SignalPayload = { type: "description", kind: "offer", sdp: "theirs" };
const answer: SignalPayload = { type: "description", kind: "answer", sdp: "theirs" };
const candidate: SignalPayload = { type: "candidate", candidate: "candidate:1", mid: "0", line: 0 };

let connections: FakeConnection[];
let sent: { connection: string; kind: string }[];
let unreachable: number;
let told: string[];
let shown: Set<unknown>;
let listens: boolean;
let link: PeerLink;

const settled = () => new Promise((resolve) => setTimeout(resolve));
const current = () => connections.at(-1) as FakeConnection;
const kinds = () => sent.map(({ kind }) => kind);

beforeEach(() => {
  connections = [];
  sent = [];
  unreachable = 0;
  told = [];
  shown = new Set();
  listens = false;
  Object.assign(globalThis, {
    RTCRtpReceiver: { getCapabilities: () => ({ codecs: [] }) },
  });
  const ports: PeerPorts = {
    createConnection: () => {
      const connection = new FakeConnection();
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    configuration: () => ({}),
    tracks: () => [],
    arrays: () => false,
    send: (connection, payload) =>
      sent.push({ connection, kind: payload.type === "description" ? payload.kind : payload.type }),
    wanted: () => ({ type: "demand", camera: 720, screen: 1080 }),
    moved: () => {},
    kernel: () => false,
    listens: () => listens,
    participant: "them",
    emit: (event) => {
      if (event.type === "link") told.push(event.state);
      if (event.type === "track") shown.add(event.track);
      if (event.type === "silenced") shown.delete(event.track);
      if (event.type === "unreachable") unreachable += 1;
    },
  };
  link = new PeerLink(ports);
});

describe("the side that offers", () => {
  beforeEach(async () => {
    link.offer();
    await settled();
  });

  const id = () => sent[0]?.connection ?? "";

  it("sends one offer for four transceivers", () => {
    expect(kinds()).toEqual(["offer"]);
    expect(current().getTransceivers()).toHaveLength(4);
  });

  it("keeps candidates that come before the answer", async () => {
    await link.receive(id(), candidate);
    expect(current().candidates).toHaveLength(0);
    await link.receive(id(), answer);
    expect(current().candidates).toHaveLength(1);
  });

  it("ignores the other side's first offer if it is impolite", async () => {
    link.polite = false;
    await link.receive("theirs", offer);
    expect(connections).toHaveLength(1);
    expect(kinds()).toEqual(["offer"]);
  });

  it("gives way to the other side's first offer if it is polite", async () => {
    await link.receive("theirs", offer);
    expect(connections).toHaveLength(2);
    expect(connections[0]?.signalingState).toBe("closed");
    expect(sent.at(-1)).toEqual({ connection: "theirs", kind: "answer" });
  });

  it("drops what belongs to a connection that is no more", async () => {
    const before = id();
    await link.receive("theirs", offer);
    await link.receive(before, answer);
    await link.receive(before, candidate);
    expect(current().candidates).toHaveLength(0);
    expect(current().remoteDescription?.type).toBe("offer");
  });

  it("takes a new beginning of the other side once it was answered, even if impolite", async () => {
    link.polite = false;
    await link.receive(id(), answer);
    await link.receive("again", offer);
    expect(connections).toHaveLength(2);
    expect(sent.at(-1)).toEqual({ connection: "again", kind: "answer" });
  });
});

describe("the side that answers", () => {
  beforeEach(async () => {
    await link.receive("theirs", offer);
  });

  it("answers under the other side's name", () => {
    expect(sent).toEqual([{ connection: "theirs", kind: "answer" }]);
  });

  it("has its own later offer rolled back in a collision if it is polite", async () => {
    current().restartIce();
    await settled();
    await link.receive("theirs", offer);
    expect(kinds()).toEqual(["answer", "offer", "answer"]);
    expect(connections).toHaveLength(1);
  });

  it("insists on its own later offer in a collision if it is impolite", async () => {
    link.polite = false;
    current().restartIce();
    await settled();
    await link.receive("theirs", offer);
    expect(kinds()).toEqual(["answer", "offer"]);
    expect(current().signalingState).toBe("have-local-offer");
  });

  it("keeps what flows until a new connection of the other side brings its own", async () => {
    current().connectionState = "connected";
    told = [];
    await link.receive("again", offer);
    expect(connections).toHaveLength(2);
    expect(sent.at(-1)).toEqual({ connection: "again", kind: "answer" });
    expect(connections[0]?.signalingState).toBe("stable");
    expect(told).toEqual([]);
    link.close();
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(["closed", "closed"]);
  });

  it("begins anew where nothing flows any more", async () => {
    told = [];
    await link.receive("again", offer);
    expect(connections[0]?.signalingState).toBe("closed");
    expect(told).toEqual(["connecting"]);
  });
});

/** Descriptions that the connection is given wait until this is called. */
function holdUp(connection: FakeConnection): () => void {
  let letGo = () => {};
  connection.busy = new Promise((resolve) => {
    letGo = resolve;
  });
  return letGo;
}

describe("a closed link", () => {
  it("does not come back by an offer that waits in the queue", async () => {
    const taken = link.receive("theirs", offer);
    link.close();
    await taken;
    await link.receive("theirs", offer);
    link.offer();
    expect(connections).toHaveLength(0);
    expect([...sent, ...told]).toEqual([]);
  });

  it("sends no offer that was being made", async () => {
    link.offer();
    link.close();
    await settled();
    expect(sent).toEqual([]);
  });

  it("does not answer the offer that was being taken, and what waits for that is not held up for ever", async () => {
    await link.receive("theirs", offer);
    const letGo = holdUp(current());
    const taken = link.receive("theirs", offer);
    await settled();
    link.close();
    letGo();
    await taken;
    expect(connections).toHaveLength(1);
    expect(kinds()).toEqual(["answer"]);
  });

  it("holds up nobody who waits until something is not sent any more", async () => {
    link.offer();
    for (const { sender } of current().transceivers) {
      Object.assign(sender, { track: {}, replaceTrack: () => new Promise(() => {}) });
    }
    const withdrawn = link.sendTracks();
    link.close();
    await expect(withdrawn).resolves.toBeUndefined();
  });

  it("does not begin anew", async () => {
    vi.useFakeTimers();
    link.offer();
    link.expect();
    link.close();
    link.expect();
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(connections).toHaveLength(1);
    expect(unreachable).toBe(0);
  });
});

describe("a way that cannot be found", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const becomes = (state: RTCPeerConnectionState) => {
    current().connectionState = state;
    current().onconnectionstatechange?.();
  };

  it("is told at once where there never was one, and not again and again", () => {
    link.offer();
    becomes("failed");
    expect(unreachable).toBe(1);
    vi.advanceTimersByTime(20_000);
    becomes("failed");
    vi.advanceTimersByTime(20_000);
    expect(unreachable).toBe(1);
  });

  it("is told once the search for another one has taken its time", () => {
    link.offer();
    becomes("connected");
    becomes("failed");
    vi.advanceTimersByTime(14_000);
    expect(unreachable).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(unreachable).toBe(1);
  });
});

describe("an offer that nobody answers", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const passes = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it("is made again and again by the polite side, and told once", async () => {
    link.offer();
    link.expect();
    await passes(15_000);
    expect(kinds()).toEqual(["offer", "offer"]);
    expect(connections[0]?.signalingState).toBe("closed");
    await passes(15_000);
    expect(kinds()).toEqual(["offer", "offer", "offer"]);
    expect(unreachable).toBe(1);
  });

  it("is not insisted on by the other side", async () => {
    link.polite = false;
    link.offer();
    link.expect();
    await passes(15_000);
    expect(unreachable).toBe(1);
    expect(kinds()).toEqual(["offer"]);
    await link.receive("theirs", offer);
    expect(sent.at(-1)).toEqual({ connection: "theirs", kind: "answer" });
  });

  it("is made by the polite side where the other's has not come", async () => {
    link.expect();
    await passes(15_000);
    expect(kinds()).toEqual(["offer"]);
    expect(unreachable).toBe(1);
  });

  it("is not missed while it is held back", async () => {
    link.offer();
    await passes(60_000);
    expect(kinds()).toEqual(["offer"]);
    expect(unreachable).toBe(0);
  });

  it("is not made again once media flows", async () => {
    link.offer();
    link.expect();
    current().connectionState = "connected";
    current().onconnectionstatechange?.();
    await passes(60_000);
    expect(kinds().filter((kind) => kind === "offer")).toHaveLength(1);
    expect(unreachable).toBe(0);
  });

  it("is answered the next time by the other side, although its browser never took the first one", async () => {
    link.polite = false;
    link.expect();
    await link.receive("theirs", offer);
    holdUp(current());
    void link.receive("theirs", offer);
    await passes(15_000);
    await link.receive("theirs again", offer);
    expect(sent.at(-1)).toEqual({ connection: "theirs again", kind: "answer" });
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(["closed", "stable"]);
  });

  it("holds up no answer to the next one, whatever the browser was doing with it", async () => {
    await link.receive("theirs", offer);
    link.expect();
    holdUp(current());
    void link.receive("theirs", offer);
    await passes(15_000);
    await link.receive(sent.at(-1)?.connection ?? "", answer);
    expect(connections).toHaveLength(2);
    expect(current().remoteDescription?.type).toBe("answer");
  });
});

describe("somebody who may only watch and listen", () => {
  const directions = () => current().transceivers.map(({ direction }) => direction);
  const theirs = () => {
    for (const kind of ["audio", "video", "video", "audio", "video"])
      current().addTransceiver(kind, { direction: "recvonly" });
  };
  const comes = (transceiver: FakeTransceiver) =>
    current().ontrack?.({ transceiver, track: transceiver.receiver.track, streams: [] });
  const camera = () => current().transceivers[1] as FakeTransceiver;

  it("is offered nothing to send in", async () => {
    listens = true;
    link.offer();
    await settled();
    expect(directions()).toEqual(["sendonly", "sendonly", "sendonly", "sendonly"]);
  });

  it("is answered so, and whatever else they offer is refused", async () => {
    listens = true;
    const taken = link.receive("theirs", offer);
    await Promise.resolve();
    theirs();
    await taken;
    expect(directions()).toEqual(["sendonly", "sendonly", "sendonly", "sendonly", "inactive"]);
  });

  it("is neither seen nor heard, whatever comes", async () => {
    listens = true;
    link.offer();
    for (const transceiver of current().transceivers) comes(transceiver);
    expect(shown.size).toBe(0);
    expect(camera().receiver.track.onunmute).toBeNull();
  });

  it("vanishes when that becomes known, and comes back when they may send", async () => {
    link.offer();
    comes(camera());
    expect(shown.size).toBe(1);
    listens = true;
    link.admit();
    expect(shown.size).toBe(0);
    expect(camera().receiver.track.onunmute).toBeNull();
    expect(directions()).toEqual(["sendonly", "sendonly", "sendonly", "sendonly"]);
    listens = false;
    link.admit();
    expect(directions()).toEqual(["sendrecv", "sendrecv", "sendrecv", "sendrecv"]);
    comes(camera());
    expect(shown.size).toBe(1);
  });

  it("is not the only one of whom no more is taken than there are kinds", async () => {
    const taken = link.receive("theirs", offer);
    await Promise.resolve();
    theirs();
    await taken;
    expect(directions()).toEqual(["sendrecv", "sendrecv", "sendrecv", "sendrecv", "inactive"]);
  });
});
