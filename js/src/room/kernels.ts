import type { Track } from "../wire/protocol.gen";
import type { Facts } from "./facts";
import { kernelsOf } from "./people";

/** What the kernels of one's call publish, in the order in which they name it. */
export function publishedIn(facts: Facts): { kernel: string; track: Track }[] {
  return kernelsIn(facts).flatMap(({ id, tracks }) => tracks.map((track) => ({ kernel: id, track })));
}

/** The kernels of one's call that are recording, by name. */
export function recording(facts: Facts): string[] {
  const recorders = kernelsIn(facts).filter((kernel) => kernel.recording);
  return recorders.map(({ name }) => name);
}

function kernelsIn(facts: Facts) {
  return kernelsOf(facts.members.ids.value, (id) => facts.person(id));
}

/** Whose kernel it is: the name that its user goes by in the room, or the account of who is not there. */
export function ownerOf({ user }: { user: string }, facts: Facts): string {
  const people = [...facts.told.value.values()];
  const owner = people.find((person) => person.kind === "browser" && person.user === user);
  return owner?.name ?? facts.accountOf(user);
}
