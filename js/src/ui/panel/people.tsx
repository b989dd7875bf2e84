import { useId } from "preact/hooks";
import { words } from "../../lang";
import type { Row } from "../../room/people";
import type { Session } from "../../session";
import { colourOf, initialsOf } from "../base/avatar";
import { EyeIcon, HandIcon, MicOffIcon, PhoneIcon, RecordIcon } from "../base/icons";
import type { RoomProps } from "../room";
import { MissedCalls } from "./missed";

/** Who is in the room, each with a state in words. */
export function PeopleList({ session }: RoomProps) {
  const rows = session.store.rows.value;
  return (
    <div class="people">
      <h3>
        {words.people.title} {rows.length > 0 && <span class="count">{rows.length}</span>}
      </h3>
      <MissedCalls session={session} />
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without bullets. */}
      <ul role="list" aria-label={words.people.title}>
        {rows.map((row) => (
          <PersonRow key={row.key} row={row} session={session} />
        ))}
      </ul>
      {rows.length === 0 && <p class="hint">{words.people.empty}</p>}
    </div>
  );
}

function PersonRow({ row, session }: { row: Row; session: Session }) {
  return (
    <li class="person">
      <span class="avatar" style={{ background: colourOf(row.user) }} aria-hidden="true">
        {initialsOf(row.name)}
      </span>
      <span class="who">
        <bdi class="name">{row.you ? words.names.withYou(row.name) : row.name}</bdi>
        <span class={`state ${row.state}`}>{describe(row)}</span>
      </span>
      <Marks row={row} />
      {!row.you && row.kind === "browser" && <CallButton row={row} session={session} />}
    </li>
  );
}

function Marks({ row: { hand, muted, seenBy, recording } }: { row: Row }) {
  return (
    <>
      {hand !== null && (
        <span class="mark hand" title={words.people.hand(hand)}>
          <HandIcon /> <span aria-hidden="true">{hand}</span>
          <span class="hidden-words">{words.people.hand(hand)}</span>
        </span>
      )}
      {recording && (
        <span class="mark recording" title={words.kernels.records}>
          <RecordIcon />
          <span class="hidden-words">{words.kernels.records}</span>
        </span>
      )}
      {seenBy.length > 0 && (
        <span class="mark" title={words.kernels.seenBy(words.names.list(seenBy))}>
          <EyeIcon />
          <span class="hidden-words">{words.kernels.seenBy(words.names.list(seenBy))}</span>
        </span>
      )}
      {muted && (
        <span class="mark" title={words.people.microphoneOff}>
          <MicOffIcon />
          <span class="hidden-words">{words.people.microphoneOff}</span>
        </span>
      )}
    </>
  );
}

function CallButton({ row, session }: { row: Row; session: Session }) {
  const reason = row.uncallable ?? ownReason(session);
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="call-now"
        aria-label={words.people.callNowWhom(row.name)}
        title={reason ?? ""}
        disabled={reason !== null}
        aria-describedby={reason ? id : undefined}
        onClick={() => session.calling.call(row.user, row.name)}
      >
        <PhoneIcon /> <span class="label">{words.people.callNow}</span>
      </button>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}

export function ownReason({ store }: Session): string | null {
  const state = store.state.value;
  const { youInCall, youRinging, youReconnecting } = words.people.uncallable;
  if (state === "in-call") return youInCall;
  if (state === "ringing") return youRinging;
  return state === "available" ? null : youReconnecting;
}

function describe({ words: state, kind, tabs }: Row): string {
  const parts = [kind === "kernel" ? words.people.kernel(state) : state];
  if (tabs > 1) parts.push(words.people.inTabs(tabs));
  return parts.join(", ");
}
