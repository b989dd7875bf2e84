import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { EngineContext } from "../src/call/engine";
import { Mesh } from "../src/call/mesh/mesh";
import { Room } from "../src/room/room";
import { Session } from "../src/session";
import { Delivery } from "../src/wire/delivery";
import type { RoomMessage } from "../src/wire/messages";
import type { ClientMessage, ServerMessage } from "../src/wire/protocol.gen";
import { tell } from "./wire";

/** Python writes and reads the same messages in its own tests. */
function golden<T>(side: "client" | "server"): T[] {
  const file = new URL(`../../tests/fixtures/messages/${side}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T[];
}

it("every message of the server is about a feature", () => {
  // In a call, its engine is a feature, too.
  const features = [...new Session("algebra").features, new Mesh({} as EngineContext)];
  const handled = features.flatMap(({ handlers }) => Object.keys(handlers));
  // The signaling answers pings by itself, and only kernels are told what somebody consented to.
  const others = ["ping", "consented"];
  for (const { type } of golden<ServerMessage>("server")) expect([...others, ...handled]).toContain(type);
});

it("the room takes every message of the server", () => {
  const room = new Room("algebra");
  for (const message of golden<ServerMessage>("server")) {
    if (message.type !== "ping") expect(() => tell(room, message as RoomMessage)).not.toThrow();
  }
  expect(room.facts.you.value).not.toBeNull();
  expect(room.log.lines.value.length).toBeGreaterThan(0);
});

it("every message of the page goes through delivery unchanged", () => {
  const delivery = new Delivery();
  for (const message of golden<ClientMessage>("client")) {
    expect(delivery.number(message).body).toEqual(message);
  }
});
