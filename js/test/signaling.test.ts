import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Trouble } from "../src/common/troubles";
import type { ServerMessage } from "../src/wire/protocol.gen";
import { Signaling } from "../src/wire/signaling";
import { problem, welcome } from "./wire";

class FakeSocket {
  static readonly OPEN = 1;
  readonly readyState = FakeSocket.OPEN;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    sockets.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {}

  hear(body: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify({ seq: 0, ack: 0, body }) });
  }
}

let sockets: FakeSocket[];
let ended: Trouble[];
let signaling: Signaling;

const latest = () => sockets.at(-1) as FakeSocket;
const settle = () => vi.advanceTimersByTimeAsync(1);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
  sockets = [];
  ended = [];
  signaling = new Signaling({
    ticket: async () => ({ url: "ws://server", ticket: "t" }),
    name: () => "Dora",
    received: () => {},
    lost: () => {},
    ended: (trouble) => ended.push(trouble),
  });
  signaling.open();
  await settle();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The server says why, and closes the socket. */
async function closeWith(code: number, reason: string): Promise<void> {
  latest().hear(problem(reason, ""));
  latest().onclose?.({ code });
  await vi.advanceTimersByTimeAsync(2_000);
}

// The table of the server's refusals, as far as they end a connection.
const errors = readFileSync(new URL("../../jupyter_videoroom/protocol/errors.py", import.meta.url), "utf8");
const closing = [...errors.matchAll(/"([\w-]+)": Words\([^"]*"[^"]*",\s*"[^"]*",\s*(4\d{3}),?\s*\)/g)].map(
  ([, reason = "", code]) => [reason, Number(code)] as const,
);

describe("a connection that the server ends", () => {
  it("is one of those that are looked at here", () => {
    expect(new Set(closing.map(([, code]) => code))).toEqual(
      new Set(errors.match(/(?<=[ ,]\s*)4\d{3}(?=[,)])/g)?.map(Number)),
    );
  });

  it.each(closing)("because of %s (%d) is told at once to who comes, or made again", async (reason, code) => {
    await closeWith(code, reason);
    const heals = reason === "gap";
    expect(ended.map((trouble) => trouble.code)).toEqual(heals ? [] : [reason]);
    expect(sockets).toHaveLength(heals ? 2 : 1);
  });

  it("because the server was in trouble is made again by who was in", async () => {
    latest().hear(welcome());
    await closeWith(4500, "server-trouble");
    expect(ended).toEqual([]);
    expect(sockets).toHaveLength(2);
  });
});

it("sends nothing that the server cannot read", async () => {
  latest().hear(welcome());
  signaling.send({ type: "rename", name: "half \ud83d, whole 😀" });
  expect(JSON.parse(latest().sent.at(-1) ?? "").body.name).toBe("half \ufffd, whole 😀");
});
