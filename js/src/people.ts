import type { Participant, State } from "./protocol.gen";

/** One line of the list of people: a user, with all of their tabs. */
export interface Row {
  key: string;
  user: string;
  name: string;
  kind: Participant["kind"];
  state: State;
  /** The state in words. */
  words: string;
  tabs: number;
  you: boolean;
  /** Why this person cannot be called now, or null. */
  uncallable: string | null;
}

export type People = ReadonlyMap<string, Participant>;

// Of a user's tabs, the one that says most about whether they can be reached.
const RANK: readonly State[] = ["in-call", "ringing", "available", "away", "reconnecting"];

const WORDS: Record<State, string> = {
  available: "available",
  ringing: "ringing",
  "in-call": "in a call",
  away: "away",
  reconnecting: "reconnecting",
};

/** The list of people: those in a call first, then by name. */
export function toRows(people: People, you: string | null): Row[] {
  const groups = new Map<string, Participant[]>();
  for (const person of people.values()) {
    const key = `${person.kind}:${person.user}`;
    groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  return [...groups].map(([key, group]) => toRow(key, group, people, you)).sort(compare);
}

/** Those in a call, but for `except`. */
export function inCall(people: People, call: string, except: string | null): Participant[] {
  return [...people.values()].filter((person) => person.call === call && person.id !== except);
}

/** "Ana", "Ana and Bo", "Ana, Bo and 2 others". */
export function listNames(names: readonly string[]): string {
  if (names.length <= 2) return names.join(" and ");
  const others = names.length - 2;
  return `${names.slice(0, 2).join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
}

function toRow(key: string, group: readonly Participant[], people: People, you: string | null): Row {
  const yours = group.find(({ id }) => id === you);
  const speaker = group.reduce((best, next) =>
    RANK.indexOf(next.state) < RANK.indexOf(best.state) ? next : best,
  );
  const { user, kind, state } = speaker;
  return {
    key,
    user,
    name: (yours ?? speaker).name,
    kind,
    state,
    words: describe(speaker, people),
    tabs: group.length,
    you: yours !== undefined,
    uncallable: uncallable(speaker),
  };
}

function describe({ id, state, call }: Participant, people: People): string {
  if (state !== "in-call" || call === null) return WORDS[state];
  const others = inCall(people, call, id).map(({ name }) => name);
  return others.length > 0 ? `in a call with ${listNames(others)}` : WORDS["in-call"];
}

function uncallable({ name, kind, state }: Participant): string | null {
  if (kind === "kernel") return "A kernel cannot be called";
  if (state === "in-call") return `${name} is in a call`;
  if (state === "ringing") return `${name} is ringing somebody or being rung`;
  if (state === "reconnecting") return `${name} has lost the connection`;
  return null;
}

function compare(a: Row, b: Row): number {
  const talking = Number(b.state === "in-call") - Number(a.state === "in-call");
  return talking || a.name.localeCompare(b.name) || a.key.localeCompare(b.key);
}
