import { words } from "../../lang";
import { seenBy } from "../../room/people";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../session";
import { EyeIcon, HandIcon } from "./icons";
import { bring } from "./sheets";
import style from "./signs.css";

bring(style);

/** What somebody shows besides their picture: a raised hand, a reaction. */
export function Signs({
  session,
  participant,
}: {
  session: Pick<Session, "facts" | "reactions">;
  participant: string;
}) {
  const { facts } = session;
  const person = facts.person(participant);
  const raised = (person?.hand ?? null) !== null;
  const kernels = seenBy(person, (id) => facts.person(id));
  const reaction = session.reactions.shown.value.get(participant);
  if (!raised && !reaction && kernels.length === 0) return null;
  return (
    <div class="signs">
      {kernels.length > 0 && <Seen kernels={kernels} />}
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

function Seen({ kernels }: { kernels: readonly string[] }) {
  const text = words.kernels.seenBy(words.names.list(kernels));
  return (
    <span class="sign" title={text}>
      <EyeIcon />
      <span class="hidden-words">{text}</span>
    </span>
  );
}
