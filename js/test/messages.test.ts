import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Store } from "../src/room/store";
import { Delivery } from "../src/wire/delivery";
import type { RoomMessage } from "../src/wire/messages";
import type { ClientMessage, ServerMessage } from "../src/wire/protocol.gen";

/** Python writes and reads the same messages in its own tests. */
function golden<T>(side: "client" | "server"): T[] {
  const file = new URL(`../../tests/fixtures/messages/${side}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T[];
}

it("the store takes every message of the server", () => {
  const store = new Store("algebra");
  for (const message of golden<ServerMessage>("server")) {
    if (message.type !== "ping") expect(() => store.receive(message as RoomMessage)).not.toThrow();
  }
  expect(store.you.value).not.toBeNull();
  expect(store.log.value.length).toBeGreaterThan(0);
});

it("every message of the page goes through delivery unchanged", () => {
  const delivery = new Delivery();
  for (const message of golden<ClientMessage>("client")) {
    expect(delivery.number(message).body).toEqual(message);
  }
});
