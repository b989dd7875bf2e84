import { beforeEach, describe, expect, it } from "vitest";
import { Clashes } from "../src/room/names";
import { Store } from "../src/room/store";
import { initialsOf } from "../src/ui/base/avatar";
import type { Participant } from "../src/wire/protocol.gen";
import { participant, welcome } from "./wire";

const me = participant("me", { name: "Ana", user: "mine", account: "ana@mine" });
const ana = participant("ana", { name: "Ana", user: "u1", account: "ana@uni" });
const other = participant("other", { name: "Ana", user: "u2", account: "Anonymous Io 3f2a" });
const bo = participant("bo", { name: "Bo", user: "u3", account: "bo" });

let store: Store;

function names(...people: Participant[]): string[] {
  store.receive({ type: "roster", people });
  return people.map(({ id }) => store.nameOf(id));
}

beforeEach(() => {
  store = new Store("algebra");
  store.receive(welcome());
});

describe("a name", () => {
  it("stands alone while nobody else has it", () => expect(names(me, bo)).toEqual(["Ana", "Bo"]));

  it("comes with the account where more than one goes by it, but for one's own", () => {
    expect(names(me, ana, other, bo)).toEqual(["Ana", "Ana (ana@uni)", "Ana (Anonymous Io 3f2a)", "Bo"]);
    expect(store.rows.value.map(({ name }) => name)).toContain("Ana (ana@uni)");
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
    store.receive({ type: "presence", changed: [], left: ["other"] });
    expect(store.nameOf("ana")).toBe("Ana");
  });

  it("of somebody who has left comes with the account that they had", () => {
    names(me, other);
    store.receive({ type: "presence", changed: [ana], left: ["other"] });
    expect(store.called(other)).toBe("Ana (Anonymous Io 3f2a)");
    expect(store.called({ user: "u9", name: "Dee" })).toBe("Dee");
  });
});

it("initials are those of the name, not of the account beside it", () => {
  const all = ["Ana Maria Silva", "Ana (Anonymous Io 3f2a)", "(she)", "Bo"];
  expect(all.map(initialsOf)).toEqual(["AS", "A", "(", "B"]);
});

it("an account of somebody who was never here is the user, or its beginning where it is random", () => {
  expect(store.accountOf("dee@uni")).toBe("dee@uni");
  expect(store.accountOf("3f2a0000000040008000000000000000")).toBe("3f2a");
});

it("clashes are compared by what clashes", () => {
  const same = [new Clashes([ana, other, bo]), new Clashes([other, ana])] as const;
  expect(same[0].equals(same[1])).toBe(true);
  expect(same[0].equals(new Clashes([ana, bo]))).toBe(false);
  expect(same[0].has("ana")).toBe(true);
});
