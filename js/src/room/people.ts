import { looksOf } from "../common/names";
import { words } from "../lang";
import { MAIN_CALL, type Participant, type State } from "../wire/protocol.gen";
import type { People } from "./model";

/** One line of the list of people: a user, with all of their tabs. */
export interface Row {
  key: string;
  user: string;
  name: string;
  kind: Participant["kind"];
  /** In one's own call or, while one is in none, in the room's. */
  together: boolean;
  state: State;
  /** The state in words. */
  words: string;
  tabs: number;
  you: boolean;
  /** In a call, and not heard. */
  muted: boolean;
  /** May only watch and listen. */
  listens: boolean;
  /** Which of the raised hands this is, the first one 1, or null. */
  hand: number | null;
  /** What the server knows the user by. */
  account: string;
  /** A kernel of one's own. */
  own: boolean;
  /** The names of the kernels that see and hear this person. */
  seenBy: readonly string[];
  /** A kernel that is recording. */
  recording: boolean;
  /** Why this person cannot be called now, or null. */
  uncallable: string | null;
}

// Of a user's tabs, the one that says most about whether they can be reached.
const RANK: readonly State[] = ["in-call", "ringing", "available", "away", "reconnecting"];

// Those of Latin, Greek and Cyrillic letters; the points of Hebrew and Arabic, which few people write.
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670]/g;
// Letters with a stroke that Unicode has as letters of their own.
const TYPED_AS: Record<string, string> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ħ: "h",
};

const ORDER = new Intl.Collator();

/** What all rows ask of the room, found once for all of them. */
interface Room {
  people: People;
  you: string | null;
  /** One's own call or, while one is in none, the room's. */
  call: string;
  members: ReadonlyMap<string, readonly Participant[]>;
  /** Who raises a hand, in the order in which they are served. */
  hands: readonly Participant[];
}

/** The list of people: those in the call first; in each group raised hands in their order, then by name. */
export class Rows {
  private known: ReadonlyMap<string, Row> = new Map();
  /** In their order. */
  private last: readonly Row[] = [];

  /** The rows as they are now. What says the same as before is the same object, so that it is not painted again. */
  update(people: People, you: string | null): readonly Row[] {
    const now = new Map(unordered(people, you).map((row) => [row.key, this.orKnown(row)]));
    // What is nearly in order is sorted quickly.
    const before = this.last.flatMap(({ key }) => now.get(key) ?? []);
    const others = [...now.values()].filter(({ key }) => !this.known.has(key));
    const rows = [...before, ...others].sort(compare);
    const same = rows.length === this.last.length && rows.every((row, index) => row === this.last[index]);
    this.known = now;
    if (!same) this.last = rows;
    return this.last;
  }

  private orKnown(row: Row): Row {
    const known = this.known.get(row.key);
    return known && sameRow(known, row) ? known : row;
  }
}

function unordered(people: People, you: string | null): Row[] {
  const all = [...people.values()];
  const room: Room = {
    people,
    you,
    call: people.get(you ?? "")?.call ?? MAIN_CALL,
    members: groupBy(all, ({ call }) => call ?? ""),
    hands: inOrderOfHands(all),
  };
  const users = groupBy(all, ({ kind, user }) => `${kind}:${user}`);
  return [...users].map(([key, tabs]) => toRow(key, tabs, room));
}

function sameRow(one: Row, other: Row): boolean {
  const fields = Object.keys(one) as (keyof Row)[];
  return fields.every((field) => one[field] === other[field] || String(one[field]) === String(other[field]));
}

/** Those of such a name or account; all of them where nobody is sought. */
export function seek(rows: readonly Row[], sought: string): readonly Row[] {
  const wanted = plain(sought);
  if (!wanted) return rows;
  // Many accounts have the same words in them, so that only the beginning of one counts.
  return rows.filter(
    ({ name, account }) => plain(name).includes(wanted) || ` ${plain(account)}`.includes(` ${wanted}`),
  );
}

/** Those in a call, but for `except`. */
export function inCall(people: People, call: string, except: string | null): Participant[] {
  return [...people.values()].filter((person) => person.call === call && person.id !== except);
}

type Find = (id: string) => Participant | undefined;

/** Those of them that are kernels and are there. */
export function kernelsOf(ids: readonly string[], find: Find): Participant[] {
  return ids.flatMap((id) => find(id) ?? []).filter(({ kind }) => kind === "kernel");
}

/** The names of the kernels that see and hear somebody. */
export function seenBy(person: Participant | undefined, find: Find): string[] {
  return kernelsOf(person?.shares ?? [], find).map(({ name }) => name);
}

function toRow(key: string, tabs: readonly Participant[], room: Room): Row {
  const { people, you, call, hands } = room;
  const yours = tabs.find(({ id }) => id === you);
  const there = tabs.filter((tab) => tab.call === call);
  const speaker = mostTelling(there.length > 0 ? there : tabs);
  const { user, account, kind, state } = speaker;
  const place = hands.findIndex((raised) => tabs.includes(raised));
  return {
    key,
    user,
    name: (yours ?? speaker).name,
    kind,
    together: there.length > 0,
    state,
    words: describe(speaker, room),
    tabs: tabs.length,
    you: yours !== undefined,
    muted: kind === "browser" && state === "in-call" && !speaker.media.audio && !speaker.listens,
    listens: speaker.listens === true,
    hand: place < 0 ? null : place + 1,
    account,
    own: kind === "kernel" && user === people.get(you ?? "")?.user,
    seenBy: tabs.flatMap((person) => seenBy(person, (id) => people.get(id))),
    recording: tabs.some(({ recording }) => recording),
    uncallable: uncallable(speaker),
  };
}

function mostTelling(tabs: readonly Participant[]): Participant {
  return tabs.reduce((best, next) => (RANK.indexOf(next.state) < RANK.indexOf(best.state) ? next : best));
}

/** Hands are served in the order in which they were raised. */
function inOrderOfHands(people: readonly Participant[]): Participant[] {
  const raised = people.filter(({ hand }) => hand !== null);
  return raised.sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
}

/** Of those in the call that the list is about, it says with whom. */
function describe({ id, state, call }: Participant, room: Room): string {
  const { states, inCallWith } = words.people;
  if (state !== "in-call" || call === null || call === room.call) return states[state];
  const members = room.members.get(call) ?? [];
  // No more are called by name, and most calls of a large room are as large.
  const first = members.slice(0, 3).filter((person) => person.id !== id);
  const names = first.map(({ name }) => name);
  return first.length > 0 ? inCallWith(words.names.list(names, members.length - 1)) : states[state];
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
  const last = Number.POSITIVE_INFINITY;
  return (
    Number(b.together) - Number(a.together) ||
    // Two without a hand are alike; infinity less infinity would be no number.
    (a.hand !== b.hand && (a.hand ?? last) - (b.hand ?? last)) ||
    ORDER.compare(a.name, b.name) ||
    ORDER.compare(a.key, b.key)
  );
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** As it may be typed: without case, and without accents where they are no vowels. */
function plain(text: string): string {
  const letters = looksOf(text).normalize("NFKD").replace(ACCENTS, "");
  return letters.replace(/[^\0-\x7f]/g, (letter) => TYPED_AS[letter] ?? letter);
}
