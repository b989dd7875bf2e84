import { shortTime } from "../../common/times";
import { words } from "../../lang";
import type { MissedCall } from "../../room/model";
import type { Session } from "../../session";
import { CloseIcon, MissedIcon, PhoneIcon } from "../base/icons";
import type { RoomProps } from "../base/props";
import { ownReason } from "./reasons";

/** Who called while one did not answer. */
export function MissedCalls({ session }: RoomProps) {
  const missed = session.store.missed.value;
  if (missed.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without bullets.
    <ul role="list" class="missed-calls" aria-label={words.people.missed}>
      {missed.map((call) => (
        <Missed key={call.number} session={session} call={call} />
      ))}
    </ul>
  );
}

function Missed({ session, call }: { session: Session; call: MissedCall }) {
  const { store, calling } = session;
  const { number, user, time } = call;
  const name = store.called(call);
  const reason = whyNot(session, call);
  const callBack = () => {
    store.forgetMissed(number);
    calling.call(user, call.name);
  };
  return (
    <li class="missed">
      <MissedIcon />
      <span class="who" title={`${words.names.account} ${store.accountOf(user)}`}>
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
        onClick={() => store.forgetMissed(number)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

function whyNot(session: Session, { user, name }: MissedCall): string | null {
  const row = session.store.rows.value.find((person) => person.user === user && person.kind === "browser");
  return row ? (row.uncallable ?? ownReason(session)) : words.people.uncallable.notHere(name);
}
