import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer, summarise } from "../src/room/announcer";
import { Chat } from "../src/room/chat";
import { drawAttention } from "../src/room/following";
import { Reactions } from "../src/room/reactions";
import { Room } from "../src/room/room";
import { dispatch } from "../src/wire/messages";
import { participant, tell, welcome } from "./wire";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what is announced", () => {
  it("is gathered, and said in few words", () => {
    const announcer = new Announcer(signal(""));
    for (const text of ["a", "b", "a", "c", "d", "e"]) announcer.say(text);
    expect(announcer.text.value).toBe("");
    vi.runAllTimers();
    expect(announcer.text.value).toBe("a. b. c. and 2 more");
    expect(summarise(["a"])).toBe("a");
  });

  it("is what happens outside a call, and reactions in it", () => {
    const room = new Room("algebra");
    const reactions = new Reactions(new Room("algebra").facts, () => {});
    const announcer = new Announcer(signal(""));
    announcer.follow(room, reactions, new Chat(() => {}));
    tell(room, welcome());
    tell(room, { type: "presence", changed: [participant("bo", { name: "Bo" })], left: [] });
    vi.advanceTimersByTime(2_000);
    expect(announcer.text.value).toBe("Bo joined the room");
    room.facts.call.value = { id: "main", kind: "main", confirmed: true };
    room.log.note("Cy joined the call");
    reactions.handlers.reacted?.({ type: "reacted", participant: "bo", reaction: "clap" });
    vi.advanceTimersByTime(2_000);
    expect(announcer.text.value).toBe("Bo: Clap");
  });
});

describe("what a screen reader could not know otherwise", () => {
  let announcer: Announcer;
  let room: Room;
  let chat: Chat;
  const said = () => {
    vi.advanceTimersByTime(2_000);
    return announcer.text.value;
  };
  const say = (at: number, user: string, text: string) =>
    dispatch(chat.handlers, {
      type: "said",
      line: { id: at, key: `${at}`, at, user, name: user, text, to: null, to_name: "" },
    });

  beforeEach(() => {
    announcer = new Announcer(signal(""));
    room = new Room("algebra");
    chat = new Chat(() => {});
    announcer.follow(room, new Reactions(new Room("algebra").facts, () => {}), chat);
    tell(room, welcome());
    dispatch(chat.handlers, welcome());
  });

  it("is what is said while the chat is out of sight, but for what was said before, and one's own", () => {
    dispatch(chat.handlers, { type: "history", lines: [] });
    say(1, "Bo", "hello");
    say(2, "dora", "hello yourself");
    expect(said()).toBe("Bo: hello");
    say(3, "Bo", "a".repeat(500));
    expect(said().length).toBeLessThan(200);
    chat.shown.value = true;
    say(4, "Bo", "seen");
    expect(said()).not.toContain("seen");
  });

  it("is nothing of the history", () => {
    const line = { id: 1, key: "1", at: 1, user: "bo", name: "Bo", text: "before", to: null, to_name: "" };
    dispatch(chat.handlers, { type: "history", lines: [line] });
    expect(said()).toBe("");
  });

  it("is who raises a hand in the call", () => {
    room.facts.call.value = { id: "main", kind: "main", confirmed: true };
    tell(room, { type: "presence", changed: [participant("bo", { name: "Bo" })], left: [] });
    tell(room, { type: "presence", changed: [participant("bo", { name: "Bo", hand: 1 })], left: [] });
    tell(room, { type: "presence", changed: [participant("bo", { name: "Bo", hand: 1 })], left: [] });
    expect(said()).toBe("Bo raised a hand");
  });

  it("is the same twice, if it happened twice", () => {
    announcer.say("Bo: Clap");
    const once = said();
    announcer.say("Bo: Clap");
    expect(said()).not.toBe(once);
  });
});

it("gives the page its title back after the last of several rings", () => {
  vi.stubGlobal("document", { title: "Lab", hidden: false });
  const stops = [drawAttention("Ana"), drawAttention("Bo")];
  stops[0]?.();
  expect(document.title).toBe("Bo is calling");
  stops[1]?.();
  expect(document.title).toBe("Lab");
  vi.unstubAllGlobals();
});

it("shows a reaction for some seconds, and the last one for as long", () => {
  const { handlers, shown } = new Reactions(new Room("algebra").facts, () => {});
  handlers.reacted?.({ type: "reacted", participant: "bo", reaction: "clap" });
  vi.advanceTimersByTime(3_000);
  handlers.reacted?.({ type: "reacted", participant: "bo", reaction: "heart" });
  vi.advanceTimersByTime(3_000);
  expect(shown.value.get("bo")).toBe("heart");
  vi.advanceTimersByTime(1_000);
  expect(shown.value.size).toBe(0);
});

it("keeps missed calls until they are called back or dismissed", () => {
  const room = new Room("algebra");
  tell(room, { type: "missed", user: "bo", name: "Bo", at: 60, outcome: "timed-out" });
  tell(room, { type: "missed", user: "cy", name: "Cy", at: 61, outcome: "cancelled" });
  // Told again, since the acknowledgement was lost.
  tell(room, { type: "missed", user: "bo", name: "Bo", at: 60, outcome: "timed-out" });
  expect(room.rings.missed.value.map(({ name }) => name)).toEqual(["Bo", "Cy"]);
  expect(room.rings.missed.value[0]?.time).toEqual(new Date(60_000));
  room.rings.dismissMissed(1);
  expect(room.rings.missed.value.map(({ name }) => name)).toEqual(["Cy"]);
});
