import { beforeEach, expect, it } from "vitest";
import { explainDevice, explainRoute, explainScreen, quote } from "../src/common/troubles";
import { reportTroubles } from "../src/room/following";
import { Room } from "../src/room/room";

let room: Room;
let sent: (string | null | undefined)[][];

beforeEach(() => {
  room = new Room("algebra");
  sent = [];
  reportTroubles(room, ({ code, peer }) => sent.push([code, peer]));
  room.facts.connection.value = "open";
});

it("tells the server once what failed, and about whom", () => {
  room.view.complain(explainDevice("no-device", "camera"));
  room.view.complain(explainRoute("p1", "Bo"));
  room.view.complain(explainRoute("p2", "Cy"));
  room.view.complain(explainDevice("no-device", "camera"));
  expect(sent).toEqual([
    ["no-device", null],
    ["no-route", "p1"],
    ["no-route", "p2"],
  ]);
});

it("tells it again in another session", () => {
  room.view.complain(explainDevice("no-device", "camera"));
  room.clear();
  room.facts.connection.value = "open";
  room.view.complain(explainDevice("no-device", "camera"));
  expect(sent).toHaveLength(2);
});

it("waits until there is a server to tell", () => {
  room.facts.connection.value = "entering";
  room.view.complain(explainScreen("screen-withheld"));
  expect(sent).toEqual([]);
  room.facts.connection.value = "open";
  expect(sent).toEqual([["screen-failed", null]]);
});

it("does not tell the server what the server has said", () => {
  room.view.complain(quote({ code: "call-full", message: "The call is full.", fix: "Wait." }));
  expect(sent).toEqual([]);
});
