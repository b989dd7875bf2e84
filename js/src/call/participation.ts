import type { RoomMessage } from "../wire/messages";
import type { CallKind, Departure } from "../wire/protocol.gen";

/**
 * One's part in a call. `as`: the participant that one is in it, by the latest word; `hangUps`: those that the server has not
 * confirmed. Until it has, what it says about a call is about one already left.
 */
export type Participation =
  | { readonly state: "outside"; readonly hangUps: number }
  /** The server has not said that one is in it, or does not know it any more. */
  | { readonly state: "joining"; readonly hangUps: number; readonly as: string | null }
  | { readonly state: "inside"; readonly hangUps: number; readonly as: string | null };

export type CallEvent =
  /** By a click, or from another tab, where the server had confirmed it already. */
  | { type: "begin"; you: string | null; confirmed: boolean }
  | { type: "joined"; you: string | null }
  | { type: "hang-up" }
  | { type: "call-left"; reason: Departure }
  /** The server does not let one in. */
  | { type: "refused" }
  /** The server knows nothing of what was before. */
  | { type: "welcome-anew" }
  /** One is in the room again, and not in the call by the server's word. */
  | { type: "forgotten"; kind: CallKind }
  | { type: "end" };

export const OUTSIDE: Participation = { state: "outside", hangUps: 0 };
const ABOUT_A_CALL = new Set<RoomMessage["type"]>(["joined", "member-joined", "member-left", "asked"]);

/** What becomes of one's part in a call. The very same object: nothing, the event is of no account. */
export function next(now: Participation, event: CallEvent): Participation {
  const { state, hangUps } = now;
  switch (event.type) {
    case "begin":
      return { state: event.confirmed ? "inside" : "joining", hangUps, as: event.you };
    case "joined":
      return hangUps > 0 ? now : { state: "inside", hangUps, as: event.you };
    case "hang-up":
      return state === "outside" ? now : { state: "outside", hangUps: hangUps + 1 };
    case "call-left":
      // The page was overloaded or asleep for longer than its lease: once it is in the room again it goes on.
      if (event.reason === "lost") return now;
      return hangUps > 0 ? { ...now, hangUps: hangUps - 1 } : leaveIf(state === "inside", now);
    case "refused":
      return hangUps > 0 ? { ...now, hangUps: hangUps - 1 } : leaveIf(state === "joining", now);
    case "welcome-anew":
      return hangUps > 0 ? { ...now, hangUps: 0 } : now;
    case "forgotten":
      // Nobody can come back to a private call.
      return state === "outside" || event.kind === "private"
        ? leaveIf(true, now)
        : { ...now, state: "joining" };
    case "end":
      return leaveIf(true, now);
  }
}

/** Whether a message of the server is about a call that was left in the meantime. */
export function isStale({ hangUps }: Participation, type: RoomMessage["type"]): boolean {
  return hangUps > 0 && ABOUT_A_CALL.has(type);
}

function leaveIf(leaves: boolean, now: Participation): Participation {
  return leaves && now.state !== "outside" ? { state: "outside", hangUps: now.hangUps } : now;
}
