import { describe, expect, it } from "vitest";
import { Anticipation } from "../src/call/anticipation";
import type { Engine, EngineEvents } from "../src/call/engine";
import type { SignalPayload } from "../src/wire/protocol.gen";

const OFFER: SignalPayload = { type: "description", kind: "offer", sdp: "" };

function anticipate(peers: string[]) {
  const heard: string[] = [];
  const prepared: string[][] = [];
  let speak: EngineEvents | undefined;
  let closed = false;
  const createEngine = (events: EngineEvents) => {
    speak = events;
    return {
      prepare: (peers: readonly string[]) => prepared.push([...peers]),
      close: () => {
        closed = true;
        events.gone("ana");
      },
    } as unknown as Engine;
  };
  const anticipation = new Anticipation(peers, createEngine, {
    send: (to) => heard.push(`send ${to}`),
    link: (peer, state) => heard.push(`${peer} ${state}`),
    stream: (peer) => heard.push(`stream ${peer}`),
    screen: (peer) => heard.push(`screen ${peer}`),
    flowing: (peer) => heard.push(`flowing ${peer}`),
    unreachable: (peer) => heard.push(`unreachable ${peer}`),
    published: (peer) => heard.push(`published ${peer}`),
    audience: () => "person",
    listens: () => false,
    gone: (peer) => heard.push(`gone ${peer}`),
    wanted: () => ({ type: "demand", camera: 720, screen: 1080 }),
  });
  return { anticipation, heard, prepared, engine: speak as EngineEvents, isClosed: () => closed };
}

describe("an anticipated call", () => {
  it("is worked on before anybody hears of it", () => {
    const { engine, heard, prepared } = anticipate(["ana"]);
    engine.link("ana", "connecting");
    engine.send("ana", "c1", OFFER);
    expect(prepared).toEqual([["ana"]]);
    expect(heard).toEqual([]);
  });

  it("tells all when it comes true, in order, and everything after that at once", () => {
    const { anticipation, engine, heard } = anticipate(["ana"]);
    engine.link("ana", "connecting");
    engine.send("ana", "c1", OFFER);
    anticipation.release();
    expect(heard).toEqual(["ana connecting", "send ana"]);
    engine.link("ana", "connected");
    expect(heard.at(-1)).toBe("ana connected");
  });

  it("leaves no trace when it does not", () => {
    const { anticipation, engine, heard, isClosed } = anticipate(["ana"]);
    engine.send("ana", "c1", OFFER);
    anticipation.discard();
    expect(isClosed()).toBe(true);
    expect(heard).toEqual([]);
  });

  it("fits those who were expected, in any order", () => {
    const { anticipation } = anticipate(["ana", "bo"]);
    expect(anticipation.fits(["bo", "ana"])).toBe(true);
    expect(anticipation.fits(["bo"])).toBe(false);
    expect(anticipation.fits(["bo", "cy"])).toBe(false);
  });
});
