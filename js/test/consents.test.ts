import { beforeEach, describe, expect, it } from "vitest";
import { ownKernelAllowed } from "../src/common/choices";
import { Consents } from "../src/room/consents";
import { Room } from "../src/room/room";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import type { ClientMessage, Participant } from "../src/wire/protocol.gen";
import { participant, tell, welcome } from "./wire";

const me = participant("me", { user: "dora" });
const bo = participant("bo");
const kernel = participant("k", { kind: "kernel", user: "ana", name: "Ana’s kernel" });

let room: Room;
let consents: Consents;
let happened: (ClientMessage | string)[];

function hear(...messages: RoomMessage[]): void {
  for (const message of messages) {
    tell(room, message);
    dispatch(consents.handlers, message);
  }
}

const asked = (id: string, user = "ana", recording = false): RoomMessage => ({
  type: "asked",
  kernel: id,
  user,
  name: id,
  recording,
});
const shares = (...kernels: string[]): RoomMessage => ({
  type: "presence",
  changed: [{ ...me, shares: kernels }],
  left: [],
});
const yes = { type: "consent", kernel: "k", allowed: true };
const no = { type: "consent", kernel: "k", allowed: false };
const questions = () => consents.questions.value.map((question) => question.kernel);

beforeEach(() => {
  ownKernelAllowed.value = false;
  happened = [];
  room = new Room("algebra");
  consents = new Consents(room.facts, {
    send: (message) => happened.push(message),
    settled: async () => happened.push(`settled, ${consents.audience("k")} gets it`),
  });
  hear(welcome(), { type: "roster", people: [me, bo, kernel] });
});

describe("who gets what one sends", () => {
  it("is every person", () => {
    expect(consents.audience("bo")).toBe("person");
  });

  it("is nobody of whom nothing is known", () => {
    expect(consents.audience("who")).toBe("nobody");
  });

  it("is no kernel that was not allowed, whatever the server says", () => {
    hear(shares("k"));
    expect(consents.audience("k")).toBe("nobody");
  });

  it("is no kernel of which the others do not know that it was allowed", () => {
    hear(asked("k"));
    consents.allow("k");
    expect(consents.audience("k")).toBe("nobody");
    hear(shares("k"));
    expect(consents.audience("k")).toBe("kernel");
    expect(consents.sharing.value).toEqual(["k"]);
  });

  it("is still a person whom a restarted server has yet to see", () => {
    consents.audience("bo");
    hear({ type: "roster", people: [me] });
    expect(consents.audience("bo")).toBe("person");
  });
});

describe("a question", () => {
  it("waits for an answer, and so do those after it", () => {
    hear(asked("k"), asked("l"), asked("k"));
    expect(questions()).toEqual(["l", "k"]);
    expect(happened).toEqual([]);
  });

  it("is answered once", () => {
    hear(asked("k"), asked("l", "cy"));
    consents.decline("k");
    expect(questions()).toEqual(["l"]);
    expect(happened).toEqual([no]);
  });

  it("is over when its kernel leaves the call, or oneself", () => {
    hear(asked("k"), asked("l"), { type: "member-left", call: "main", participant: "k", reason: "hung-up" });
    expect(questions()).toEqual(["l"]);
    consents.clear();
    expect(questions()).toEqual([]);
  });

  it("is put once more after everything was told anew", () => {
    hear(asked("k"), welcome());
    expect(questions()).toEqual([]);
  });
});

describe("consent", () => {
  beforeEach(() => {
    hear(asked("k"));
    consents.allow("k");
    hear(shares("k"));
    happened = [];
  });

  it("is taken back at once: nothing is sent by the time that the kernel is told", async () => {
    await consents.revoke("k");
    expect(happened).toEqual(["settled, nobody gets it", no]);
    expect(consents.sharing.value).toEqual([]);
  });

  it("ends with the call", () => {
    consents.clear();
    expect(consents.audience("k")).toBe("nobody");
  });

  it("ends when the kernel leaves the call", () => {
    hear({ type: "member-left", call: "main", participant: "k", reason: "hung-up" });
    expect(consents.audience("k")).toBe("nobody");
  });

  it("holds if the server has forgotten it and the kernel asks again", () => {
    hear({ type: "roster", people: [me, kernel] });
    expect(consents.audience("k")).toBe("nobody");
    hear(asked("k"));
    expect(questions()).toEqual([]);
    expect(happened).toEqual([yes]);
  });

  it("goes on in another tab", () => {
    const there = new Consents(room.facts, { send: () => {}, settled: async () => {} });
    there.takeOver(consents.answers);
    expect(there.audience("k")).toBe("kernel");
  });

  it("that was taken back is a no, to any kernel of that user", async () => {
    ownKernelAllowed.value = true;
    await consents.revoke("k");
    happened = [];
    hear({ type: "member-left", call: "main", participant: "k", reason: "left-room" }, asked("k2"));
    expect(questions()).toEqual([]);
    expect(happened).toEqual([{ ...no, kernel: "k2" }]);
  });
});

describe("a no", () => {
  const there = (id: string, changes: Partial<Participant> = {}) =>
    participant(id, { kind: "kernel", user: "ana", call: "main", name: id, ...changes });

  beforeEach(() => {
    hear({
      type: "roster",
      people: [{ ...me, call: "main" }, bo, there("k"), there("l"), there("far", { call: null })],
    });
    hear(asked("k"), asked("l"), asked("m", "cy"));
    consents.decline("k");
  });

  it("is for all that the user’s kernels ask, and for nobody else’s", () => {
    expect(questions()).toEqual(["m"]);
    expect(happened).toEqual([no, { ...no, kernel: "l" }]);
  });

  it("is said by itself where a restarted server has forgotten it", () => {
    happened = [];
    hear(welcome(), asked("again"));
    expect(questions()).toEqual([]);
    expect(happened).toEqual([{ ...no, kernel: "again" }]);
  });

  it("outlasts the call, and a move to another tab", () => {
    consents.clear();
    const elsewhere = new Consents(room.facts, { send: () => {}, settled: async () => {} });
    elsewhere.takeOver(consents.answers);
    expect([...elsewhere.refused.value]).toEqual(["ana"]);
  });

  it("may be thought better of: the kernels in one’s call are asked about again, and a yes is for one of them", () => {
    consents.decideAgain("ana");
    consents.decideAgain("ana");
    expect(questions()).toEqual(["m", "k", "l"]);
    happened = [];
    consents.allow("k");
    expect(happened).toEqual([yes]);
    expect([...consents.refused.value]).toEqual([]);
    expect(questions()).toEqual(["m", "l"]);
    expect(consents.audience("l")).toBe("nobody");
  });
});

describe("one’s own kernel", () => {
  it("is asked about like any other", () => {
    hear(asked("k", "dora"));
    expect(questions()).toEqual(["k"]);
  });

  it("is let in without asking where one has chosen so", () => {
    ownKernelAllowed.value = true;
    hear(asked("k", "dora"));
    expect(questions()).toEqual([]);
    expect(happened).toEqual([yes]);
  });

  it("is not somebody else’s", () => {
    ownKernelAllowed.value = true;
    hear(asked("k", "ana"));
    expect(questions()).toEqual(["k"]);
    expect(happened).toEqual([]);
  });
});
