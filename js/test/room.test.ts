import { effect } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { explainRoute } from "../src/common/troubles";
import { Room } from "../src/room/room";
import type { RoomMessage } from "../src/wire/messages";
import type { Participant } from "../src/wire/protocol.gen";
import { participant, problem, tell as tellRoom, welcome } from "./wire";

const me = participant("me", { user: "dora", name: "Dora" });
const bo = participant("bo", { user: "bo", name: "Bo" });

let room: Room;

const tell = (...messages: RoomMessage[]) => tellRoom(room, ...messages);

const presence = (changed: Participant[], left: string[] = []): RoomMessage => ({
  type: "presence",
  changed,
  left,
});
const texts = () => room.log.lines.value.map(({ text }) => text);
const last = () => texts().at(-1);

beforeEach(() => {
  room = new Room("algebra", { now: () => new Date(0) });
  room.facts.connection.value = "entering";
  tell(welcome(), { type: "roster", people: [me, bo] });
});

describe("people", () => {
  it("are told when they come, go and change their name", () => {
    tell(presence([participant("cy", { name: "Cy" })]));
    expect(last()).toBe("Cy joined the room");
    tell(presence([participant("cy", { name: "Cyrus" })]));
    expect(last()).toBe("Cy is now called Cyrus");
    tell(presence([], ["cy"]));
    expect(last()).toBe("Cyrus left the room");
    expect(room.facts.people.value.has("cy")).toBe(false);
  });

  it("are told when they join the room's call", () => {
    tell(presence([{ ...bo, state: "in-call", call: "main" }]));
    expect(last()).toBe("Bo joined the call");
    tell(presence([bo]));
    expect(last()).toBe("Bo left the call");
  });

  it("are one row a user", () => {
    tell(presence([participant("bo2", { user: "bo", name: "Bo", state: "in-call", call: "x" })]));
    const row = room.facts.rows.value.find(({ user }) => user === "bo");
    expect(row).toMatchObject({ tabs: 2, state: "in-call", uncallable: "Bo is in a call", you: false });
  });

  it("of the same name but another user are rows of their own", () => {
    tell(presence([participant("other", { name: "Bo" })]));
    expect(room.facts.rows.value.filter(({ name }) => name.startsWith("Bo (account-"))).toHaveLength(2);
  });
});

describe("a ring of one's own", () => {
  beforeEach(() => {
    tell({ type: "ringing", invite: "i", to: "bo", name: "Bo", expires_in: 30 });
  });

  it("rings", () => {
    expect(room.status.state.value).toBe("ringing");
    expect(room.status.text.value).toBe("Ringing Bo…");
    expect(last()).toBe("You called Bo");
  });

  it.each([
    ["declined", "later", "Bo declined: later"],
    ["declined", "", "Bo declined"],
    ["busy", "", "Bo is busy"],
    ["timed-out", "", "Bo did not answer"],
    ["gone", "", "Bo left before answering"],
    ["accepted", "", "Bo accepted"],
    ["cancelled", "", "You cancelled the call to Bo"],
  ] as const)("ends %s %s", (outcome, word, text) => {
    tell({ type: "invite-ended", invite: "i", name: "Bo", outcome, word });
    expect(room.rings.outgoing.value).toBeNull();
    expect(last()).toBe(text);
  });
});

describe("being rung", () => {
  beforeEach(() => {
    tell({ type: "incoming", invite: "i", caller: "bo", user: "bo", name: "Bo", expires_in: 30 });
  });

  it("is told", () => {
    expect(room.status.state.value).toBe("ringing");
    expect(last()).toBe("Bo is calling");
  });

  it("ends when the caller cancels, with a note of the missed call", () => {
    tell(
      { type: "invite-ended", invite: "i", name: "Bo", outcome: "cancelled", word: "" },
      { type: "missed", user: "bo", name: "Bo", at: 0, outcome: "cancelled" },
    );
    expect(room.rings.incoming.value).toBeNull();
    expect(texts().slice(-2)).toEqual(["Bo cancelled", "Missed call from Bo"]);
    expect(room.view.notice.value).toBe("Missed call from Bo");
  });

  it("goes on over a reconnection if the roster says so", () => {
    tell(welcome(), { type: "roster", people: [{ ...me, state: "ringing" }, bo] });
    expect(room.rings.incoming.value).not.toBeNull();
    tell(welcome(), { type: "roster", people: [me, bo] });
    expect(room.rings.incoming.value).toBeNull();
  });
});

describe("a call", () => {
  beforeEach(() => {
    tell({
      type: "joined",
      call: "main",
      kind: "main",
      started: 0,
      members: ["bo", "me"],
      media: {
        engine: "mesh",
        peers: [{ participant: "bo", polite: true, offer: true }],
        uplink: 2_500_000,
      },
    });
  });

  it("is told with whom", () => {
    expect(last()).toBe("You joined the call with Bo");
    expect(room.status.text.value).toBe("In a call with Bo");
    expect(room.status.state.value).toBe("in-call");
  });

  it("tells who comes and goes, once", () => {
    tell(presence([participant("cy", { name: "Cy", state: "in-call", call: "main" })]));
    tell({ type: "member-joined", call: "main", participant: "cy", media: null });
    expect(texts().filter((text) => text === "Cy joined the call")).toHaveLength(1);
    tell({ type: "member-left", call: "main", participant: "cy", reason: "hung-up" });
    expect(last()).toBe("Cy left the call");
  });

  it("is not told again after a reconnection", () => {
    const before = texts().length;
    const media = { engine: "mesh" as const, peers: [], uplink: 2_500_000 };
    tell({ type: "joined", call: "main", kind: "main", started: 0, members: ["me"], media });
    expect(texts()).toHaveLength(before);
  });

  it("is reconnecting while the connection is lost", () => {
    room.facts.connection.value = "reconnecting";
    expect(room.status.state.value).toBe("reconnecting");
    expect(room.facts.call.value).not.toBeNull();
  });
});

it("has nothing against somebody who is reached after all", () => {
  room.view.complain(explainRoute("bo", "Bo"));
  room.view.clearTroubleWith("cy");
  expect(room.view.trouble.value?.peer).toBe("bo");
  room.view.clearTroubleWith("bo");
  expect(room.view.trouble.value).toBeNull();
});

it("forgets a name that was refused", () => {
  room.facts.displayName.value = "Dorothea";
  tell(problem("too-fast", "rename"));
  expect(room.facts.displayName.value).toBe("Dora");
});

it("keeps the last 200 lines", () => {
  for (let line = 0; line < 250; line++) room.log.note(`line ${line}`);
  expect(room.log.lines.value).toHaveLength(200);
  expect(last()).toBe("line 249");
});

it("drops a message of a type that it does not know", () => {
  expect(() => tell({ type: "from-the-future" } as unknown as RoomMessage)).not.toThrow();
});

it("tells of somebody, and of their name, to who asks for them only when they have changed", () => {
  const seen: unknown[] = [];
  effect(() => void seen.push(room.facts.person("bo")?.state));
  effect(() => void seen.push(room.facts.nameOf("bo")));
  expect(seen).toEqual(["available", "Bo"]);
  tell(presence([participant("cy"), { ...me, state: "away" }]));
  expect(seen).toHaveLength(2);
  tell(presence([{ ...bo, state: "away" }]));
  expect(seen.slice(2)).toEqual(["away", "Bo"]);
  tell(presence([], ["bo"]));
  expect(seen.slice(4)).toEqual([undefined, "Somebody"]);
});
