import { shortTime } from "../../common/times";
import { words } from "../../lang";
import type { MissedCall } from "../../room/model";
import { CloseIcon, MissedIcon, PhoneIcon } from "../base/icons";
import { IconButton } from "../base/labelled";
import type { Uses } from "../base/props";

type MissedUses = Uses<"facts" | "rings" | "status" | "ringing">;

/** Who called while one did not answer. */
export function MissedCalls({ session }: MissedUses) {
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

function Missed({ session, call }: MissedUses & { call: MissedCall }) {
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
      <IconButton
        class="quiet small"
        label={words.people.callBackWhom(name)}
        title={reason ?? words.people.callBack}
        disabled={reason !== null}
        onClick={callBack}
      >
        <PhoneIcon />
      </IconButton>
      <IconButton
        class="quiet small"
        label={words.people.forget(name)}
        title={words.alert.dismiss}
        onClick={() => rings.dismissMissed(number)}
      >
        <CloseIcon />
      </IconButton>
    </li>
  );
}

function whyNot({ facts, status }: MissedUses["session"], { user, name }: MissedCall): string | null {
  const row = facts.rows.value.find((person) => person.user === user && person.kind === "browser");
  return row ? (row.uncallable ?? status.busy.value) : words.people.uncallable.notHere(name);
}
