import { words } from "../lang";
import type { Participant, State } from "../wire/protocol.gen";
import { seenBy } from "./kernels";

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
  /** In a call, and not heard. */
  muted: boolean;
  /** Which of the raised hands this is, the first one 1, or null. */
  hand: number | null;
  /** The names of the kernels that see and hear this person. */
  seenBy: readonly string[];
  /** A kernel that is recording. */
  recording: boolean;
  /** Why this person cannot be called now, or null. */
  uncallable: string | null;
}

/** What a person shows. */
export type Picture = "camera" | "screen";

export type People = ReadonlyMap<string, Participant>;

// Of a user's tabs, the one that says most about whether they can be reached.
const RANK: readonly State[] = ["in-call", "ringing", "available", "away", "reconnecting"];

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
    muted: kind === "browser" && state === "in-call" && !speaker.media.audio,
    hand: placeOfHand(group, people),
    seenBy: group.flatMap((person) => seenBy(person, people)),
    recording: group.some(({ recording }) => recording),
    uncallable: uncallable(speaker),
  };
}

/** Hands are served in the order in which they were raised. */
function placeOfHand(group: readonly Participant[], people: People): number | null {
  const raised = [...people.values()].filter(({ hand }) => hand !== null);
  const queue = raised.sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
  const place = queue.findIndex((person) => group.includes(person));
  return place < 0 ? null : place + 1;
}

function describe({ id, state, call }: Participant, people: People): string {
  const { states, inCallWith } = words.people;
  if (state !== "in-call" || call === null) return states[state];
  const others = inCall(people, call, id).map(({ name }) => name);
  return others.length > 0 ? inCallWith(words.names.list(others)) : states["in-call"];
}

function uncallable({ name, kind, state }: Participant): string | null {
  const reasons = words.people.uncallable;
  if (kind === "kernel") return reasons.kernel;
  if (state === "in-call") return reasons.inCall(name);
  if (state === "ringing") return reasons.ringing(name);
  if (state === "reconnecting") return reasons.reconnecting(name);
  return null;
}

function compare(a: Row, b: Row): number {
  const talking = Number(b.state === "in-call") - Number(a.state === "in-call");
  return talking || a.name.localeCompare(b.name) || a.key.localeCompare(b.key);
}
