import { describe, expect, it } from "vitest";
import { type Row, Rows, seek } from "../src/room/people";
import type { Participant } from "../src/wire/protocol.gen";
import { participant } from "./wire";

function list(people: readonly Participant[], you: string | null = null): readonly Row[] {
  return new Rows().update(new Map(people.map((one) => [one.id, one])), you);
}

const inCall = (name: string, call: string, changes: Partial<Participant> = {}) =>
  participant(name, { state: "in-call", call, ...changes });
const names = (rows: readonly Row[]) => rows.map(({ name }) => name);
const row = (rows: readonly Row[], wanted: string) => rows.find(({ name }) => name === wanted);
const together = (rows: readonly Row[]) => names(rows.filter((one) => one.together));

describe("the list of people", () => {
  it("has those in the room's call first, for somebody who is in none; then by name", () => {
    const rows = list(
      [participant("Bo"), inCall("Zoe", "main"), participant("Ana"), inCall("Cy", "private")],
      "Bo",
    );
    expect(names(rows)).toEqual(["Zoe", "Ana", "Bo", "Cy"]);
    expect(together(rows)).toEqual(["Zoe"]);
  });

  it("has those in one's own call first, and the room's call among the others", () => {
    const people = [
      inCall("Ana", "main"),
      inCall("Bo", "private"),
      inCall("Cy", "private"),
      participant("Di"),
    ];
    expect(together(list(people, "Bo"))).toEqual(["Bo", "Cy"]);
  });

  it("says with whom somebody is in another call, and does not repeat it in one's own", () => {
    const others = ["Ana", "Bo", "Cy", "Di"].map((name) => inCall(name, "private"));
    const rows = list([...others, inCall("Eve", "main"), inCall("me", "main")], "me");
    expect(row(rows, "Ana")?.words).toBe("in a call with Bo, Cy and 1 other");
    expect(row(rows, "Eve")?.words).toBe("in a call");
  });

  it("keeps somebody in the call who has lost the connection", () => {
    const rows = list([inCall("Ana", "main", { state: "reconnecting" }), inCall("me", "main")], "me");
    expect(together(rows)).toEqual(["Ana", "me"]);
    expect(row(rows, "Ana")?.words).toBe("reconnecting");
  });

  it("is about the tab that is in the call, of somebody with several", () => {
    const tabs = [inCall("a", "other", { user: "ana" }), inCall("b", "main", { user: "ana", name: "Ana" })];
    const [ana, ...rest] = list([...tabs, inCall("me", "main")], "me");
    expect(ana).toMatchObject({ name: "Ana", together: true, tabs: 2, words: "in a call" });
    expect(names(rest)).toEqual(["me"]);
  });

  it("has raised hands first in each group, in the order in which they were raised, with their number", () => {
    const rows = list([
      inCall("Ana", "main"),
      inCall("Bo", "main", { hand: 40 }),
      inCall("Cy", "main", { hand: 20 }),
      participant("Di"),
      participant("Eve", { hand: 30 }),
    ]);
    expect(rows.map(({ name, hand }) => [name, hand])).toEqual([
      ["Cy", 1],
      ["Bo", 3],
      ["Ana", null],
      ["Eve", 2],
      ["Di", null],
    ]);
  });

  it("says who is in a call and not heard", () => {
    const media = { audio: true, video: false, screen: false };
    const rows = list([inCall("ana", "main"), inCall("bo", "main", { media }), participant("cy")]);
    expect(rows.map(({ muted }) => muted)).toEqual([true, false, false]);
  });
});

describe("the list, when it is made again", () => {
  const people = (...changed: Participant[]) =>
    new Map(
      [participant("Ana"), participant("Bo"), participant("Cy"), ...changed].map((one) => [one.id, one]),
    );

  it("is the same where nobody says anything new", () => {
    const rows = new Rows();
    const before = rows.update(people(), "Bo");
    expect(rows.update(people(), "Bo")).toBe(before);
  });

  it("has new rows for those who changed, and the others as they were", () => {
    const rows = new Rows();
    const [ana, bo, cy] = rows.update(people(), null);
    const after = rows.update(people(participant("Cy", { state: "away", hand: 1 })), null);
    expect(names(after)).toEqual(["Cy", "Ana", "Bo"]);
    expect(after[0]).not.toBe(cy);
    expect(after.slice(1)).toEqual([ana, bo]);
    expect(after.every((one, index) => index === 0 || one === [ana, bo][index - 1])).toBe(true);
  });

  it("loses those who have left, and finds their place for those who come", () => {
    const rows = new Rows();
    rows.update(people(participant("Abe")), null);
    expect(names(rows.update(people(participant("Bea")), null))).toEqual(["Ana", "Bea", "Bo", "Cy"]);
  });
});

describe("somebody who may only listen", () => {
  it("is called so, and not muted", () => {
    const [gus, ana] = list([inCall("Gus", "main", { listens: true, hand: 1 }), inCall("Ana", "main")]);
    expect(gus).toMatchObject({ name: "Gus", listens: true, muted: false });
    expect(ana).toMatchObject({ listens: false, muted: true });
  });
});

describe("a person who is sought", () => {
  const rows = list([
    participant("1", { name: "José Ortiz", account: "jortiz" }),
    participant("2", { name: "Åsa", account: "Anonymous Ganymede 8f00" }),
    participant("3", { name: "Bo", account: "bo" }),
  ]);

  it("is found by a part of the name, whatever its case and accents", () => {
    expect(names(seek(rows, " JOSE"))).toEqual(["José Ortiz"]);
    expect(names(seek(rows, "ortiz"))).toEqual(["José Ortiz"]);
    expect(names(seek(rows, "asa"))).toEqual(["Åsa"]);
  });

  it.each([
    ["Jose\u0301 Ortiz", "jos\u00e9"],
    ["Jos\u00e9 Ortiz", "jose\u0301"],
    ["Bj\u00f8rn \u0141ukasz", "bjorn lukasz"],
    ["Bjorn", "bj\u00f8rn"],
    ["\u0130lhan", "ilhan"],
    ["Ann\u00ada", "anna\u200b"],
    ["\u05d3\u05b8\u05df", "\u05d3\u05df"],
    ["\uae40\ucca0\uc218", "\uae40\ucca0"],
  ])("is found however the name (%j) and what is typed (%j) are written", (name, typed) => {
    expect(names(seek(list([participant("1", { name })]), typed))).toEqual([name]);
  });

  it("is told from others by vowels, which are no accents", () => {
    expect(seek(list([participant("1", { name: "\u0939\u093f" })]), "\u0939\u0940")).toEqual([]);
  });

  it("is found by how a word of the account begins", () => {
    expect(names(seek(rows, "jort"))).toEqual(["José Ortiz"]);
    expect(names(seek(rows, "ganymede"))).toEqual(["Åsa"]);
    expect(names(seek(rows, "nymede"))).toEqual([]);
  });

  it("is everybody, if nobody is sought", () => {
    expect(seek(rows, "  ")).toHaveLength(3);
  });
});
