import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer } from "../src/room/announcer";
import { Chat } from "../src/room/chat";
import { Clashes } from "../src/room/names";
import { Reactions } from "../src/room/reactions";
import { Room } from "../src/room/room";
import { initialsOf } from "../src/ui/base/avatar";
import { dispatch } from "../src/wire/messages";
import type { Participant } from "../src/wire/protocol.gen";
import { participant, tell, welcome } from "./wire";

const me = participant("me", { name: "Ana", user: "mine", account: "ana@mine" });
const ana = participant("ana", { name: "Ana", user: "u1", account: "ana@uni" });
const other = participant("other", { name: "Ana", user: "u2", account: "Anonymous Io 3f2a" });
const bo = participant("bo", { name: "Bo", user: "u3", account: "bo" });

let room: Room;

function names(...people: Participant[]): string[] {
  tell(room, { type: "roster", people });
  return people.map(({ id }) => room.facts.nameOf(id));
}

beforeEach(() => {
  room = new Room("algebra");
  tell(room, welcome());
});

describe("a name", () => {
  it("stands alone while nobody else has it", () => expect(names(me, bo)).toEqual(["Ana", "Bo"]));

  it("comes with the account where more than one goes by it, but for one's own", () => {
    expect(names(me, ana, other, bo)).toEqual(["Ana", "Ana (ana@uni)", "Ana (Anonymous Io 3f2a)", "Bo"]);
    expect(room.facts.rows.value.map(({ name }) => name)).toContain("Ana (ana@uni)");
  });

  it.each(["ana", "ANA", " Ana", "\uff21na"])("that looks like another one (%s) is told from it", (name) =>
    expect(names(ana, { ...other, name })[0]).toBe("Ana (ana@uni)"),
  );

  it("of one user's tabs and kernel is no clash", () =>
    expect(names(ana, { ...ana, id: "tab" }, { ...ana, id: "k", kind: "kernel" })).toEqual([
      "Ana",
      "Ana",
      "Ana",
    ]));

  it.each(["Ana (ana@uni)", "Ana \uff08ana@uni\uff09"])(
    "that imitates an account (%s) comes with the true one",
    (name) => expect(names({ ...other, name })).toEqual([`${name} (Anonymous Io 3f2a)`]),
  );

  it("stands alone again when the other one has left", () => {
    names(ana, other);
    tell(room, { type: "presence", changed: [], left: ["other"] });
    expect(room.facts.nameOf("ana")).toBe("Ana");
  });

  it("of somebody who has left comes with the account that they had", () => {
    names(me, other);
    tell(room, { type: "presence", changed: [ana], left: ["other"] });
    expect(room.facts.called(other)).toBe("Ana (Anonymous Io 3f2a)");
    expect(room.facts.called({ user: "u9", name: "Dee" })).toBe("Dee");
  });
});

describe("what happens is told of everybody who goes by a name that is not theirs alone", () => {
  const last = () => room.log.lines.value.at(-1)?.text;
  const change = (...changed: Participant[]) => tell(room, { type: "presence", changed, left: [] });

  beforeEach(() => void names(me, ana));

  it("with the account, from the moment on that they come", () => {
    change(other);
    expect(last()).toBe("Ana (Anonymous Io 3f2a) joined the room");
    change({ ...other, hand: 1 });
    expect(last()).toBe("Ana (Anonymous Io 3f2a) raised a hand");
    change({ ...other, hand: 1, name: "Io" });
    expect(last()).toBe("Ana (Anonymous Io 3f2a) is now called Io");
  });

  it("with the account when they take the name", () => {
    change(bo);
    expect(last()).toBe("Bo joined the room");
    change({ ...bo, name: "Ana" });
    expect(last()).toBe("Bo is now called Ana (bo)");
  });

  it("with the account when they call, and when nobody answers", () => {
    const { id: caller, user, name } = other;
    change(other);
    tell(room, { type: "incoming", invite: "i", caller, user, name, expires_in: 30 });
    expect(last()).toBe("Ana (Anonymous Io 3f2a) is calling");
    expect(room.status.text.value).toBe("Ana (Anonymous Io 3f2a) is calling you");
    tell(room, { type: "missed", user, name, outcome: "timed-out", at: 1 });
    expect(room.view.notice.value).toBe("Missed call from Ana (Anonymous Io 3f2a)");
  });

  it("with the account for a screen reader, too", () => {
    vi.useFakeTimers();
    const announcer = new Announcer(signal(""));
    const chat = new Chat(() => {});
    announcer.follow(room, new Reactions(room.facts, () => {}), chat);
    dispatch(chat.handlers, { type: "history", lines: [] });
    const { user, name } = ana;
    const line = { id: 1, key: "1", at: 1, user, name, text: "hello", to: null, to_name: "" };
    dispatch(chat.handlers, { type: "said", line });
    room.facts.call.value = { id: "main", kind: "main", confirmed: true };
    change({ ...ana, hand: 1 });
    vi.advanceTimersByTime(2_000);
    expect(announcer.text.value).toBe("Ana (ana@uni): hello. Ana (ana@uni) raised a hand");
    vi.useRealTimers();
  });
});

it("initials are those of the name, not of the account beside it", () => {
  const all = ["Ana Maria Silva", "Ana (Anonymous Io 3f2a)", "(she)", "Bo"];
  expect(all.map(initialsOf)).toEqual(["AS", "A", "(", "B"]);
});

it("an account of somebody who was never here is the user, or its beginning where it is random", () => {
  expect(room.facts.accountOf("dee@uni")).toBe("dee@uni");
  expect(room.facts.accountOf("3f2a0000000040008000000000000000")).toBe("3f2a");
});

it("clashes are compared by what clashes", () => {
  const same = [new Clashes([ana, other, bo]), new Clashes([other, ana])] as const;
  expect(same[0].equals(same[1])).toBe(true);
  expect(same[0].equals(new Clashes([ana, bo]))).toBe(false);
  expect(same[0].has(ana)).toBe(true);
});
