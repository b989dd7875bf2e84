import { describe, expect, it } from "vitest";
import type { Flow } from "../src/call/engine";
import { type Flows, judge, Looking, Looks, type Signs, signsOf } from "../src/call/quality";

const CALM: Signs = { roundTrip: 0.03, loss: 0, frozen: 0 };

interface Way {
  at: number;
  received: number;
  lost?: number;
  frozen?: number;
}

/** What is known of somebody's microphone and camera. */
function report({ at, received, lost = 0, frozen }: Way, roundTrip = 0.03): Flows {
  const flow = { time: at / 1000, packets: received, route: { roundTrip, kind: "host", protocol: "UDP" } };
  return new Map([
    ["microphone", { ...flow, lost: 0, frozen: null } as Flow],
    ["camera", { ...flow, lost, frozen: frozen ?? null } as Flow],
  ]);
}

describe("a connection", () => {
  it("is good while nothing is noticed of it", () => {
    expect(judge(CALM)).toBe("good");
    expect(judge({ roundTrip: 0.2, loss: 0.01, frozen: 0.02 })).toBe("good");
    expect(judge({ roundTrip: null, loss: null, frozen: null })).toBe("good");
  });

  it.each([
    ["fair", { roundTrip: 0.3 }],
    ["fair", { loss: 0.03 }],
    ["fair", { frozen: 0.1 }],
    ["weak", { roundTrip: 0.7 }],
    ["weak", { loss: 0.1 }],
    ["weak", { frozen: 0.5 }],
  ] as const)("is %s by one sign alone: %o", (quality, sign) => {
    expect(judge({ ...CALM, ...sign })).toBe(quality);
  });
});

describe("the signs", () => {
  it("are those of the time between two reports, over all that comes in", () => {
    const before = report({ at: 1_000, received: 500, lost: 400, frozen: 3 });
    const now = report({ at: 3_000, received: 590, lost: 420, frozen: 3.5 }, 0.12);
    expect(signsOf(now, before)).toEqual({ roundTrip: 0.12, loss: 0.1, frozen: 0.25 });
  });

  it("say nothing of loss where hardly anything comes", () => {
    expect(
      signsOf(report({ at: 3_000, received: 5, lost: 3 }), report({ at: 1_000, received: 0 })).loss,
    ).toBeNull();
  });

  it("say nothing of pictures where the browser does not count how long they stand", () => {
    expect(
      signsOf(report({ at: 3_000, received: 100 }), report({ at: 1_000, received: 0 })).frozen,
    ).toBeNull();
  });
});

describe("the looks at a connection", () => {
  /** One look a 2 s, each with such a share of packets lost. */
  function look(losses: readonly number[]) {
    const looks = new Looks();
    let [received, lost] = [0, 0];
    return [0, ...losses].map((loss, index) => {
      received += 50;
      lost += (100 * loss) / (1 - loss);
      return looks.take(report({ at: 2_000 * index, received, lost }), true);
    });
  }

  it("tell at the second one", () => {
    expect(look([0])).toEqual([null, "good"]);
    expect(look([0.5])).toEqual([null, "weak"]);
  });

  it("do not change for something that happens once, and soon for what stays", () => {
    expect(look([0, 0, 0.5, 0, 0]).slice(1)).toEqual(["good", "good", "good", "good", "good"]);
    expect(look([0, 0, 0.5, 0.5, 0.5]).slice(3)).toEqual(["good", "weak", "weak"]);
    expect(look([0.5, 0.5, 0.5, 0, 0]).slice(4)).toEqual(["weak", "good"]);
  });

  it("take no picture for frozen that was not sent", () => {
    const looks = new Looks();
    looks.take(report({ at: 0, received: 0, frozen: 0 }), true);
    expect(looks.take(report({ at: 2_000, received: 100, frozen: 2 }), false)).toBe("good");
  });
});

describe("all connections", () => {
  /** Connections that lose nothing, and whose pictures stand still. */
  function looking(connected: () => readonly string[]) {
    const measured: string[] = [];
    let seconds = 0;
    const measure = async (peer: string) => {
      measured.push(peer);
      return report({ at: 1_000 * seconds++, received: 100 * seconds, frozen: seconds });
    };
    return { all: new Looking({ connected, measure, sendsCamera: () => false }), measured };
  }

  it("are left alone while they begin, and told from the third look on", async () => {
    const { all, measured } = looking(() => ["bo"]);
    expect([...(await all.look())]).toEqual([]);
    expect(measured).toEqual([]);
    expect([...(await all.look())]).toEqual([]);
    expect([...(await all.look())]).toEqual([["bo", "good"]]);
  });

  it("are not told of when they are gone, and begin anew when they are back", async () => {
    let connected = ["bo"];
    const { all } = looking(() => connected);
    for (let count = 0; count < 3; count++) await all.look();
    connected = [];
    expect([...(await all.look())]).toEqual([]);
    connected = ["bo"];
    expect([...(await all.look())]).toEqual([]);
  });

  it("are compared with nothing that nobody has looked at", async () => {
    const { all, measured } = looking(() => ["bo"]);
    for (let count = 0; count < 3; count++) await all.look();
    all.forget();
    const before = measured.length;
    expect([...(await all.look())]).toEqual([]);
    expect(measured).toHaveLength(before);
  });
});
