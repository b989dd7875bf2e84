import { words } from "../../lang";
import type { Session } from "../../session";

/** Why one cannot call anybody now, or null. */
export function ownReason({ store }: Session): string | null {
  const state = store.state.value;
  const { youInCall, youRinging, youReconnecting } = words.people.uncallable;
  if (state === "in-call") return youInCall;
  if (state === "ringing") return youRinging;
  return state === "available" ? null : youReconnecting;
}
