import { words } from "../../lang";
import { seenBy } from "../../room/people";
import { EMOJI } from "../../room/reactions";
import { EyeIcon, HandIcon } from "./icons";
import { Mark } from "./labelled";
import type { Uses } from "./props";
import "./signs.css";

/** What somebody shows besides their picture: a raised hand, a reaction. */
export function Signs({ session, participant }: Uses<"facts" | "reactions"> & { participant: string }) {
  const { facts } = session;
  const person = facts.person(participant);
  const raised = (person?.hand ?? null) !== null;
  const kernels = seenBy(person, (id) => facts.person(id));
  const reaction = session.reactions.shown.value.get(participant);
  if (!raised && !reaction && kernels.length === 0) return null;
  return (
    <div class="signs">
      {kernels.length > 0 && (
        <Mark class="sign" text={words.kernels.seenBy(words.names.list(kernels))}>
          <EyeIcon />
        </Mark>
      )}
      {raised && (
        <Mark class="sign" text={words.hand.raised}>
          <HandIcon />
        </Mark>
      )}
      {reaction && (
        <span class="reaction" role="img" aria-label={words.reactions.names[reaction]}>
          {EMOJI[reaction]}
        </span>
      )}
    </div>
  );
}
