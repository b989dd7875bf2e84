import { describe, expect, it } from "vitest";
import type { Flow } from "../src/call/engine";
import { flowIn, isNear, route, together } from "../src/call/mesh/report";
import {
  bitsOf,
  formatBits,
  formatPicture,
  formatRoute,
  formatShare,
  formatTime,
  lossOf,
} from "../src/call/stats";
import { formatLength } from "../src/ui/call/length";

type Entries = Parameters<Map<string, { id: string; type: string; timestamp: number }>["set"]>[1];

const report = (...entries: (Entries & Record<string, unknown>)[]) =>
  new Map(entries.map((entry) => [entry.id, entry]));

const codec = { id: "C", type: "codec", timestamp: 0, mimeType: "video/VP8" };

function inbound(timestamp: number, bytesReceived: number, packetsReceived: number, packetsLost: number) {
  const size = { frameWidth: 640, frameHeight: 360, framesPerSecond: 29, jitter: 0.004 };
  const counts = { bytesReceived, packetsReceived, packetsLost };
  return { id: "I", type: "inbound-rtp", mid: "1", codecId: "C", timestamp, ...size, ...counts };
}

describe("a flow", () => {
  const place = { direction: "inbound-rtp", mid: "1" } as const;
  const at = (...numbers: Parameters<typeof inbound>) => flowIn(report(codec, inbound(...numbers)), place);
  const before = at(1_000, 10_000, 100, 10);
  const now = at(3_000, 135_000, 195, 15);

  it("is what has come until now", () => {
    expect(now).toMatchObject({ codec: "VP8", width: 640, height: 360, frames: 29, jitter: 0.004, time: 3 });
  });

  it("has rates between two moments", () => {
    expect(bitsOf({ now, before })).toBe(500_000);
    expect(lossOf({ now, before })).toBe(0.05);
  });

  it("says nothing of loss before there are two, or where nothing came", () => {
    expect(lossOf({ now, before: null })).toBeNull();
    expect(lossOf({ now, before: at(2_000, 135_000, 195, 15) })).toBeNull();
  });

  it("does not take one transceiver for another", () => {
    expect(flowIn(report(codec, inbound(1_000, 0, 0, 0)), { ...place, mid: "2" })).toBeNull();
  });

  it("is of one track among all that come", () => {
    const track = (id: string, mid: string, frameWidth: number) => ({
      ...inbound(1_000, 0, 0, 0),
      ...{ id, mid, frameWidth, trackIdentifier: `track ${id}` },
    });
    const all = report(codec, track("screen", "2", 1280), track("simulation", "4", 320));
    const widthOf = (trackIdentifier: string) =>
      flowIn(all, { direction: "inbound-rtp", trackIdentifier })?.width;
    expect(widthOf("track simulation")).toBe(320);
    expect(widthOf("another")).toBeUndefined();
  });

  it("to several has the largest picture that is sent, and the bytes of all", () => {
    const flow = (height: number, frames: number) => ({ ...(now as Flow), height, frames, bytes: 1_000 });
    expect(together([flow(180, 30), flow(720, 0), flow(360, 30)])).toMatchObject({
      height: 360,
      bytes: 3_000,
    });
    expect(together([])).toBeNull();
  });
});

describe("route", () => {
  const pair = { type: "candidate-pair", timestamp: 0, localCandidateId: "L", currentRoundTripTime: 0.021 };
  const local = (candidateType: string) => ({
    id: "L",
    type: "local-candidate",
    timestamp: 0,
    candidateType,
    protocol: "udp",
  });
  const remote = { id: "R", type: "remote-candidate", timestamp: 0, candidateType: "srflx" };

  it("is the pair that the transport has chosen", () => {
    const transport = { id: "T", type: "transport", timestamp: 0, selectedCandidatePairId: "P" };
    const chosen = report(transport, { id: "P", ...pair, remoteCandidateId: "R" }, local("host"), remote);
    expect(route(chosen)).toEqual({ roundTrip: 0.021, kind: "srflx", protocol: "UDP" });
  });

  it("is the nominated pair where no transport tells", () => {
    const nominated = { id: "P", ...pair, nominated: true, state: "succeeded" };
    expect(route(report(nominated, local("host")))?.kind).toBe("host");
  });

  it("is near within a local network or a machine, where it hardly takes time", () => {
    const way = (currentRoundTripTime: number, address: string, candidateType = "host") =>
      report(
        {
          id: "P",
          ...pair,
          currentRoundTripTime,
          remoteCandidateId: "R",
          nominated: true,
          state: "succeeded",
        },
        { ...local("host"), address: "192.0.2.7" },
        { ...remote, candidateType, address },
      );
    for (const address of ["10.1.2.3", "172.31.0.1", "192.168.0.4", "fe80::1", "fd00::1", "192.0.2.7"])
      expect(isNear(way(0.004, address))).toBe(true);
    for (const address of ["192.0.2.8", "172.32.0.1", "2001:db8::1"])
      expect(isNear(way(0.004, address))).toBe(false);
    expect(isNear(way(0.04, "10.1.2.3"))).toBe(false);
    expect(isNear(way(0.004, "10.1.2.3", "relay"))).toBe(false);
    expect(isNear(report(codec))).toBe(false);
  });

  it("is unknown before there is one", () => {
    expect(route(report(codec))).toBeNull();
  });
});

describe("the numbers", () => {
  it("have units", () => {
    const picture = {
      codec: "VP8",
      width: 640,
      height: 360,
      frames: 29.6,
    };
    expect(formatPicture(picture as Flow)).toBe("VP8, 640 × 360, 30 pictures/s");
    expect([412_345, 1_940_000].map(formatBits)).toEqual(["412 kbit/s", "1.9 Mbit/s"]);
    expect([null, 0, 0.0123].map(formatShare)).toEqual(["–", "0 %", "1.2 %"]);
    expect([null, 0.0214].map(formatTime)).toEqual(["–", "21 ms"]);
    expect(formatRoute({ kind: "relay", protocol: "TCP", roundTrip: null })).toBe("through a relay (TCP)");
  });

  it("of a call's length read as a clock", () => {
    expect([-3, 7, 67, 3_729].map(formatLength)).toEqual(["0:00", "0:07", "1:07", "1:02:09"]);
  });
});
