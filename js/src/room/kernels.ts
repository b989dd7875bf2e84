import type { Track } from "../wire/protocol.gen";
import type { Facts } from "./facts";
import { kernelsOf } from "./people";

/** Something that a kernel of one's call publishes. */
export interface Published {
  kernel: string;
  track: Track;
}

/** What the kernels of one's call publish, in the order in which they name it. */
export function publishedIn({ members, people }: Facts): Published[] {
  return kernelsOf(people.value, members.ids.value).flatMap(({ id, tracks }) =>
    tracks.map((track) => ({ kernel: id, track })),
  );
}

/** The kernels of one's call that are recording, by name. */
export function recording({ members, told }: Facts): string[] {
  return kernelsOf(told.value, members.ids.value)
    .filter((kernel) => kernel.recording)
    .map(({ name }) => name);
}

/** Whose kernel it is: the name that its user goes by in the room, or the account of who is not there. */
export function ownerOf({ user }: { user: string }, facts: Facts): string {
  const people = [...facts.told.value.values()];
  const owner = people.find((person) => person.kind === "browser" && person.user === user);
  return owner?.name ?? facts.accountOf(user);
}
