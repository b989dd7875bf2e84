import { shortTime } from "../../common/times";
import { words } from "../../lang";
import type { MissedCall } from "../../room/model";
import type { Session } from "../../session";
import { CloseIcon, MissedIcon, PhoneIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { ownReason } from "./reasons";

/** Who called while one did not answer. */
export function MissedCalls({ session }: Uses<"facts" | "rings" | "status" | "ringing">) {
  const missed = session.rings.missed.value;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without bullets.
    <ul role="list" class="missed-calls" aria-label={words.people.missed}>
      {missed.map((call) => (
        <Missed key={call.number} session={session} call={call} />
      ))}
    </ul>
  );
}

function Missed({
  session,
  call,
}: {
  session: Pick<Session, "facts" | "rings" | "status" | "ringing">;
  call: MissedCall;
}) {
  const { facts, rings, ringing } = session;
  const { number, user, time } = call;
  const name = facts.called(call);
  const reason = whyNot(session, call);
  const callBack = () => {
    rings.dismissMissed(number);
    ringing.call(user, call.name);
  };
  return (
    <li class="missed">
      <MissedIcon />
      <span class="who" title={`${words.names.account} ${facts.accountOf(user)}`}>
        {words.people.missedFrom(name, shortTime(time))}
      </span>
      <button
        type="button"
        class="quiet small"
        aria-label={words.people.callBackWhom(name)}
        title={reason ?? words.people.callBack}
        disabled={reason !== null}
        onClick={callBack}
      >
        <PhoneIcon />
      </button>
      <button
        type="button"
        class="quiet small"
        aria-label={words.people.forget(name)}
        title={words.alert.dismiss}
        onClick={() => rings.dismissMissed(number)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

function whyNot(session: Pick<Session, "facts" | "status">, { user, name }: MissedCall): string | null {
  const row = session.facts.rows.value.find((person) => person.user === user && person.kind === "browser");
  return row ? (row.uncallable ?? ownReason(session)) : words.people.uncallable.notHere(name);
}
