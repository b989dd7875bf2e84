import { words } from "../../lang";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../room/session";
import { HandIcon } from "./icons";

/** What somebody shows besides their picture: a raised hand, a reaction. */
export function Signs({ session, participant }: { session: Session; participant: string }) {
  const raised = (session.store.people.value.get(participant)?.hand ?? null) !== null;
  const reaction = session.reactions.shown.value.get(participant);
  if (!raised && !reaction) return null;
  return (
    <div class="signs">
      {raised && (
        <span class="sign" title={words.hand.raised}>
          <HandIcon />
          <span class="hidden-words">{words.hand.raised}</span>
        </span>
      )}
      {reaction && (
        <span class="reaction" role="img" aria-label={words.reactions.names[reaction]}>
          {SIGNS[reaction]}
        </span>
      )}
    </div>
  );
}
