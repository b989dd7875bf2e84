import type { Track } from "../wire/protocol.gen";
import { kernelsOf } from "./people";
import type { Store } from "./store";

/** Something that a kernel of one's call publishes. */
export interface Published {
  kernel: string;
  track: Track;
}

/** What the kernels of one's call publish, in the order in which they name it. */
export function publishedIn({ members, people }: Store): Published[] {
  return kernelsOf(people.value, members.ids.value).flatMap(({ id, tracks }) =>
    tracks.map((track) => ({ kernel: id, track })),
  );
}

/** The kernels of one's call that are recording, by name. */
export function recording({ members, told }: Store): string[] {
  return kernelsOf(told.value, members.ids.value)
    .filter((kernel) => kernel.recording)
    .map(({ name }) => name);
}

/** Whose kernel it is: the name that its user goes by in the room, or the account of who is not there. */
export function ownerOf({ user }: { user: string }, store: Store): string {
  const people = [...store.told.value.values()];
  const owner = people.find((person) => person.kind === "browser" && person.user === user);
  return owner?.name ?? store.accountOf(user);
}
