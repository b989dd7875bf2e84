import { words } from "../../lang";
import { HandIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** To be called on, in the order in which hands were raised. */
export function HandButton({ session: { hand, facts } }: Uses<"facts" | "hand">) {
  const raised = hand.raised.value;
  const name = raised ? words.hand.lower : words.hand.raise;
  const may = facts.mayWrite.value;
  return (
    <button
      type="button"
      class={`round ${raised ? "chosen" : ""}`}
      aria-label={name}
      title={may ? `${name} (h)` : words.hand.guest}
      disabled={!may}
      onClick={() => hand.toggle()}
    >
      <HandIcon />
    </button>
  );
}
