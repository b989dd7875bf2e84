import { describe, expect, it } from "vitest";
import { type CallEvent, isStale, next, type Participation } from "../src/call/participation";

const click: CallEvent = { type: "begin", you: "me", confirmed: false };
const otherTab: CallEvent = { type: "begin", you: "me", confirmed: true };
const joined: CallEvent = { type: "joined", you: "me" };
const left: CallEvent = { type: "call-left", reason: "hung-up" };
const lost: CallEvent = { type: "call-left", reason: "lost" };
const unknownMain: CallEvent = { type: "forgotten", kind: "main" };
const unknownPrivate: CallEvent = { type: "forgotten", kind: "private" };

/** With so many hang-ups that the server has not confirmed. */
const FROM = ["outside 0", "joining 0", "inside 0", "outside 1", "joining 1"];

/** What follows from each of these; "" where the event is to be ignored. */
const TABLE: [name: string, event: CallEvent, ...to: string[]][] = [
  ["a click that begins a call", click, "joining 0", "joining 0", "joining 0", "joining 1", "joining 1"],
  ["a call from another tab", otherTab, "inside 0", "inside 0", "inside 0", "inside 1", "inside 1"],
  ["that one has joined", joined, "inside 0", "inside 0", "inside 0", "", ""],
  ["a click that leaves", { type: "hang-up" }, "", "outside 1", "outside 1", "", "outside 2"],
  ["that one has left", left, "", "", "outside 0", "outside 0", "joining 0"],
  ["a lease that has ended", lost, "", "", "", "", ""],
  ["a refusal", { type: "refused" }, "", "outside 0", "", "outside 0", "joining 0"],
  ["a server that was restarted", { type: "welcome-anew" }, "", "", "", "outside 0", "joining 0"],
  ["no room's call after a reconnection", unknownMain, "", "joining 0", "joining 0", "", "joining 1"],
  ["no private call after a reconnection", unknownPrivate, "", "outside 0", "outside 0", "", "outside 1"],
  ["the end of the room", { type: "end" }, "", "outside 0", "outside 0", "", "outside 1"],
];

function parse(text: string): Participation {
  const [state = "", hangUps] = text.split(" ");
  const known = { hangUps: Number(hangUps), as: "before" };
  if (state === "joining" || state === "inside") return { state, ...known };
  return { state: "outside", hangUps: known.hangUps };
}

const cases = TABLE.flatMap(([name, event, ...to]) =>
  FROM.map((from, index) => [name, from, to[index] ?? "", event] as const),
);

describe("one's part in a call", () => {
  it.each(cases)("by %s from %s is %s", (_name, from, to, event) => {
    const before = parse(from);
    const { state, hangUps } = next(before, event);
    expect(`${state} ${hangUps}`).toBe(to || from);
    if (!to) expect(next(before, event)).toBe(before);
  });

  it("is that of the participant that one was when it began, or that the server has let in", () => {
    const before = parse("inside 0");
    expect(next(before, unknownMain)).toMatchObject({ as: "before" });
    for (const event of [click, otherTab, joined]) expect(next(before, event)).toMatchObject({ as: "me" });
  });
});

it("has nothing to do with a call that was left, until the server has confirmed that", () => {
  for (const type of ["joined", "member-joined", "member-left", "asked"] as const)
    expect([parse("joining 1"), parse("joining 0")].map((part) => isStale(part, type))).toEqual([
      true,
      false,
    ]);
  expect(isStale(parse("outside 1"), "call-left")).toBe(false);
});
