import type { Participant, Track } from "../wire/protocol.gen";
import type { People } from "./people";
import type { Store } from "./store";

/** Something that a kernel of one's call publishes. */
export interface Published {
  kernel: string;
  track: Track;
}

/** What the kernels of one's call publish, in the order in which they name it. */
export function publishedIn({ peers, people }: Store): Published[] {
  return kernels(people.value, peers.value.keys()).flatMap(({ id, tracks }) =>
    tracks.map((track) => ({ kernel: id, track })),
  );
}

/** The kernels of one's call that are recording, by name. */
export function recording({ peers, told }: Store): string[] {
  return kernels(told.value, peers.value.keys())
    .filter((kernel) => kernel.recording)
    .map(({ name }) => name);
}

/** The names of the kernels that see and hear somebody. */
export function seenBy(person: Participant | undefined, people: People): string[] {
  return kernels(people, person?.shares ?? []).map(({ name }) => name);
}

/** Whose kernel it is: the name that its user goes by in the room, or the account of who is not there. */
export function ownerOf({ user }: { user: string }, store: Store): string {
  const people = [...store.told.value.values()];
  const owner = people.find((person) => person.kind === "browser" && person.user === user);
  return owner?.name ?? store.accountOf(user);
}

function kernels(people: People, ids: Iterable<string>): Participant[] {
  return [...ids].flatMap((id) => people.get(id) ?? []).filter(({ kind }) => kind === "kernel");
}
