import { describe, expect, it } from "vitest";
import { Anticipation } from "../src/call/anticipation";
import type { Engine, EngineContext } from "../src/call/engine";
import type { ClientMessage } from "../src/wire/protocol.gen";

const OFFER: ClientMessage = {
  type: "signal",
  to: "ana",
  connection: "c1",
  payload: { type: "description", kind: "offer", sdp: "" },
};

function anticipate(participants: string[]) {
  const heard: string[] = [];
  const prepared: string[][] = [];
  let speak: EngineContext | undefined;
  let closed = false;
  const createEngine = (context: EngineContext) => {
    speak = context;
    return {
      prepare: (expected: readonly string[]) => prepared.push([...expected]),
      close: () => {
        closed = true;
        context.emit({ type: "link", participant: "ana", state: "weak" });
      },
    } as unknown as Engine;
  };
  const context: Partial<EngineContext> = {
    send: ({ type }) => heard.push(`send ${type}`),
    emit: ({ type, participant }) => heard.push(`${type} ${participant}`),
  };
  const anticipation = new Anticipation(participants, createEngine, context as EngineContext);
  const engine = speak as EngineContext;
  return { anticipation, heard, prepared, engine, isClosed: () => closed };
}

describe("an anticipated call", () => {
  it("is worked on before anybody hears of it", () => {
    const { engine, heard, prepared } = anticipate(["ana"]);
    engine.emit({ type: "link", participant: "ana", state: "connecting" });
    engine.send(OFFER);
    expect(prepared).toEqual([["ana"]]);
    expect(heard).toEqual([]);
  });

  it("tells all when it comes true, in order, and everything after that at once", () => {
    const { anticipation, engine, heard } = anticipate(["ana"]);
    engine.emit({ type: "link", participant: "ana", state: "connecting" });
    engine.send(OFFER);
    anticipation.release();
    expect(heard).toEqual(["link ana", "send signal"]);
    engine.emit({ type: "flowing", participant: "ana" });
    expect(heard.at(-1)).toBe("flowing ana");
  });

  it("leaves no trace when it does not", () => {
    const { anticipation, engine, heard, isClosed } = anticipate(["ana"]);
    engine.send(OFFER);
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
