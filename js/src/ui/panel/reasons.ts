import { words } from "../../lang";
import type { Session } from "../../session";

/** Why one cannot call anybody now, or null. */
export function ownReason({ facts, status }: Pick<Session, "facts" | "status">): string | null {
  const state = status.state.value;
  if (!facts.mayJoin.value) return words.lobby.mayNotJoin;
  const { youInCall, youRinging, youReconnecting } = words.people.uncallable;
  if (state === "in-call") return youInCall;
  if (state === "ringing") return youRinging;
  return state === "available" ? null : youReconnecting;
}
