import { words } from "../../lang";
import type { Session } from "../../session";
import { HandIcon } from "../base/icons";
import type { RoomProps } from "../base/props";

/** To be called on, in the order in which hands were raised. */
export function HandButton({ session }: RoomProps) {
  const raised = isRaised(session);
  const name = raised ? words.hand.lower : words.hand.raise;
  const may = session.chat.mayWrite.value;
  return (
    <button
      type="button"
      class={`round ${raised ? "chosen" : ""}`}
      aria-label={name}
      title={may ? `${name} (h)` : words.hand.guest}
      disabled={!may}
      onClick={() => toggleHand(session)}
    >
      <HandIcon />
    </button>
  );
}

export function toggleHand(session: Session): void {
  if (session.chat.mayWrite.value) session.raiseHand(!isRaised(session));
}

export function isRaised({ store }: Session): boolean {
  return (store.me.value?.hand ?? null) !== null;
}
