import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Delivery } from "../src/delivery";
import type { RoomMessage } from "../src/messages";
import type { ServerMessage } from "../src/protocol.gen";
import { Store } from "../src/store";

const FOLDER = fileURLToPath(new URL("../../tests/fixtures/messages/", import.meta.url));
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];

/** Python writes and reads the same messages in its own tests. */
function golden(side: "client" | "server"): Record<string, unknown>[] {
  const messages = files.map((name) => JSON.parse(readFileSync(FOLDER + name, "utf8")));
  return messages.flatMap((file) => Object.values(file[side] ?? {}) as Record<string, unknown>[]);
}

it.runIf(golden("server").length > 0)("the store takes every message of the server", () => {
  const store = new Store("algebra");
  for (const message of golden("server") as unknown as ServerMessage[]) {
    if (message.type !== "ping") expect(() => store.receive(message as RoomMessage)).not.toThrow();
  }
  expect(store.log.value.length).toBeGreaterThan(0);
});

it.runIf(golden("client").length > 0)("every message of the page goes through delivery unchanged", () => {
  const delivery = new Delivery();
  for (const message of golden("client")) {
    expect(JSON.parse(JSON.stringify(delivery.unnumbered(message as never).body))).toEqual(message);
  }
});
