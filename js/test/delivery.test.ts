import { describe, expect, it } from "vitest";
import { Delivery } from "../src/wire/delivery";
import type { ClientFrame, ServerFrame, Welcome } from "../src/wire/protocol.gen";
import { welcome } from "./wire";

const frame = (seq: number, ack = 0): ServerFrame => ({ seq, ack, body: { type: "ping" } });
const rename = (name: string) => ({ type: "rename", name }) as const;
const names = (frames: ClientFrame[]) =>
  frames.map(({ seq, body }) => [seq, body.type === "rename" ? body.name : body.type]);

function connected(changes: Partial<Welcome> = {}): Delivery {
  const delivery = new Delivery();
  delivery.welcomed(welcome(changes));
  return delivery;
}

describe("what the server sends", () => {
  it("is taken in order, and once", () => {
    const delivery = connected();
    const verdicts = [1, 2, 2, 1, 3].map((seq) => delivery.receive(frame(seq)));
    expect(verdicts).toEqual(["take", "take", "drop", "drop", "take"]);
    expect(delivery.received).toBe(3);
  });

  it("is a gap if something is missing before it, and is not counted then", () => {
    const delivery = connected();
    expect(delivery.receive(frame(2))).toBe("gap");
    expect(delivery.received).toBe(0);
  });

  it("is always taken without a number", () => {
    const delivery = connected();
    expect([delivery.receive(frame(0)), delivery.receive(frame(0))]).toEqual(["take", "take"]);
    expect(delivery.received).toBe(0);
  });
});

describe("what the page sends", () => {
  it("is numbered from 1, and carries the last number received", () => {
    const delivery = connected();
    delivery.receive(frame(1));
    expect(delivery.number(rename("a"))).toEqual({ seq: 1, ack: 1, body: rename("a") });
    expect(delivery.number(rename("b")).seq).toBe(2);
    expect(delivery.unnumbered({ type: "pong" })).toEqual({ seq: 0, ack: 1, body: { type: "pong" } });
  });

  it("is sent again after a resume, but for what the server has", () => {
    const delivery = connected();
    for (const name of ["a", "b", "c"]) delivery.number(rename(name));
    delivery.receive(frame(1, 1));
    const again = delivery.welcomed(welcome({ resumed: true, received: 2 }));
    expect(names(again)).toEqual([[3, "c"]]);
    expect(delivery.number(rename("d")).seq).toBe(4);
  });

  it("is numbered anew where the same participant begins again", () => {
    const delivery = connected();
    for (const name of ["a", "b"]) delivery.number(rename(name));
    const again = delivery.welcomed(welcome({ seq: 9, received: 5 }));
    expect(names(again)).toEqual([
      [6, "a"],
      [7, "b"],
    ]);
    expect(delivery.number(rename("c")).seq).toBe(8);
    expect(delivery.receive(frame(10))).toBe("take");
  });

  it("is not said twice where the chat says it again itself", () => {
    const delivery = connected();
    delivery.number({ type: "say", key: "k", text: "once", to: null });
    delivery.number(rename("a"));
    expect(names(delivery.welcomed(welcome({ seq: 9, received: 5 })))).toEqual([[6, "a"]]);
  });

  it("is dropped where another participant begins", () => {
    const delivery = connected();
    delivery.number(rename("a"));
    expect(delivery.welcomed(welcome({ you: "another" }))).toEqual([]);
    expect(delivery.number(rename("b")).seq).toBe(1);
  });

  it("waits for the first welcome", () => {
    const delivery = new Delivery();
    delivery.number(rename("a"));
    expect(names(delivery.welcomed(welcome()))).toEqual([[1, "a"]]);
  });
});

/** A server that takes each number once, in order, as the real one does. */
class Receiver {
  received = 0;
  readonly taken: string[] = [];

  take({ seq, body }: ClientFrame): void {
    if (seq !== this.received + 1) return;
    this.received = seq;
    if (body.type === "rename") this.taken.push(body.name);
  }
}

it("arrives whole and in order, wherever the connection breaks", () => {
  const wanted = ["a", "b", "c", "d", "e", "f"];
  for (let broken = 0; broken < 2 ** wanted.length; broken++) {
    const server = new Receiver();
    const delivery = connected();
    wanted.forEach((name, index) => {
      const sent = delivery.number(rename(name));
      const lost = broken & (1 << index);
      if (!lost) server.take(sent);
      else
        for (const again of delivery.welcomed(welcome({ resumed: true, received: server.received })))
          server.take(again);
    });
    expect(server.taken).toEqual(wanted);
  }
});
