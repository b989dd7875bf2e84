import { beforeEach, expect, it } from "vitest";
import { explainDevice, explainRoute, explainScreen, quote } from "../src/common/troubles";
import { reportTroubles } from "../src/room/reports";
import { Store } from "../src/room/store";

let store: Store;
let sent: (string | null | undefined)[][];

beforeEach(() => {
  store = new Store("algebra");
  sent = [];
  reportTroubles(store, ({ code, peer }) => sent.push([code, peer]));
  store.connection.value = "open";
});

it("tells the server once what failed, and about whom", () => {
  store.complain(explainDevice("no-device", "camera"));
  store.complain(explainRoute("p1", "Bo"));
  store.complain(explainRoute("p2", "Cy"));
  store.complain(explainDevice("no-device", "camera"));
  expect(sent).toEqual([
    ["no-device", null],
    ["no-route", "p1"],
    ["no-route", "p2"],
  ]);
});

it("tells it again in another stay", () => {
  store.complain(explainDevice("no-device", "camera"));
  store.clearRoom();
  store.connection.value = "open";
  store.complain(explainDevice("no-device", "camera"));
  expect(sent).toHaveLength(2);
});

it("waits until there is a server to tell", () => {
  store.connection.value = "entering";
  store.complain(explainScreen("screen-withheld"));
  expect(sent).toEqual([]);
  store.connection.value = "open";
  expect(sent).toEqual([["screen-failed", null]]);
});

it("does not tell the server what the server has said", () => {
  store.complain(quote({ code: "call-full", message: "The call is full.", fix: "Wait." }));
  expect(sent).toEqual([]);
});
