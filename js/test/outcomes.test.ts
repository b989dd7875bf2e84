import { beforeEach, describe, expect, it } from "vitest";
import { type Outcome, Outcomes } from "../src/python/outcomes";
import { Session } from "../src/session";
import type { RoomMessage } from "../src/wire/messages";
import type { InviteEnded } from "../src/wire/protocol.gen";
import { problem } from "./wire";

const LINE = { id: 1, at: 0, user: "u1", name: "Ana", text: "hello", to: null, to_name: "" };

describe("outcomes of what Python asks", () => {
  let session: Session;
  let outcomes: Outcomes;
  let hear: (message: RoomMessage) => void;
  let ended: Outcome[];
  const settle = (outcome: Outcome) => ended.push(outcome);
  const call = () => outcomes.obey({ do: "call", id: "1", user: "u2" }, settle);

  beforeEach(() => {
    session = new Session("algebra");
    session.facts.connection.value = "open";
    session.listen = (listener) => {
      hear = listener;
      return () => {};
    };
    outcomes = new Outcomes(session);
    ended = [];
  });

  it.each(["declined", "busy", "timed-out", "cancelled", "gone"] as const)("a call is %s", (outcome) => {
    call();
    hear({ type: "invite-ended", invite: "i1", name: "Bo", outcome, word: "later" } satisfies InviteEnded);
    expect(ended).toEqual([{ outcome, word: "later" }]);
  });

  it("a call is accepted when one is in it", () => {
    call();
    hear({ type: "invite-ended", invite: "i1", name: "Bo", outcome: "accepted", word: "" });
    expect(ended).toEqual([]);
    const media = { engine: "mesh" as const, peers: [], uplink: 2_500_000 };
    hear({ type: "joined", call: "i1", kind: "private", started: 0, members: ["me"], media });
    expect(ended).toEqual([{ outcome: "accepted", word: "" }]);
  });

  it("a call is refused by the server, with its words", () => {
    call();
    hear(problem("nobody-there", "invite"));
    expect(ended).toEqual([{ outcome: "refused", word: "nobody-there." }]);
  });

  it("a second call while one rings is refused by the page", () => {
    call();
    call();
    expect(ended.map(({ outcome }) => outcome)).toEqual(["refused"]);
  });

  it("leaving the room ends what is under way", () => {
    call();
    outcomes.left();
    outcomes.left();
    expect(ended).toEqual([{ outcome: "cancelled", word: "" }]);
  });

  it("each message is stored or refused by itself", () => {
    for (const text of ["one", "two"]) outcomes.obey({ do: "say", id: text, text, to: null }, settle);
    const { handlers, pending, user } = session.chat;
    user.value = LINE.user;
    // Python's id is the key, whatever page says it.
    handlers.said?.({ type: "said", line: { ...LINE, key: "two" } });
    expect(ended).toEqual([{ outcome: "stored", word: "" }]);

    handlers.problem?.(problem("too-fast", "say", "one"));
    expect(ended[1]?.outcome).toBe("refused");
    pending.value = [];
    expect(ended).toHaveLength(2);
  });

  it("a message that cannot be sent is refused at once", () => {
    outcomes.obey({ do: "say", id: "0", text: "\ufeff", to: null }, settle);
    expect(ended.splice(0)).toEqual([{ outcome: "refused", word: "Not sent." }]);
    outcomes.obey({ do: "say", id: "1", text: "a".repeat(4_001), to: null }, settle);
    expect(ended).toMatchObject([{ outcome: "refused" }]);
  });
});
