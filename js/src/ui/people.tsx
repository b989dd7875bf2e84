import type { Row } from "../people";
import type { Session } from "../session";
import { colourOf, initialsOf } from "./avatar";
import { PhoneIcon } from "./icons";
import type { RoomProps } from "./room";

/** Who is in the room, each with a state in words. */
export function PeopleList({ session }: RoomProps) {
  const rows = session.store.rows.value;
  return (
    <div class="people">
      <h3>People {rows.length > 0 && <span class="count">{rows.length}</span>}</h3>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without bullets. */}
      <ul role="list" aria-label="People">
        {rows.map((row) => (
          <PersonRow key={row.key} row={row} session={session} />
        ))}
      </ul>
      {rows.length === 0 && <p class="hint">Enter the room to see who is here.</p>}
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
        <span class="name">
          {row.name}
          {row.you && " (you)"}
        </span>
        <span class={`state ${row.state}`}>{describe(row)}</span>
      </span>
      {!row.you && row.kind === "browser" && <CallButton row={row} session={session} />}
    </li>
  );
}

function CallButton({ row, session }: { row: Row; session: Session }) {
  const reason = row.uncallable ?? ownReason(session);
  const id = `why-${row.key}`;
  return (
    <>
      <button
        type="button"
        class="call-now"
        aria-label={`Call now: ${row.name}`}
        title={reason ?? ""}
        disabled={reason !== null}
        aria-describedby={reason ? id : undefined}
        onClick={() => session.calling.call(row.user, row.name)}
      >
        <PhoneIcon /> Call now
      </button>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}

function ownReason({ store }: Session): string | null {
  const state = store.state.value;
  if (state === "in-call") return "You are in a call";
  if (state === "ringing") return "You are ringing or being rung";
  return state === "available" ? null : "Wait until the connection is back";
}

function describe({ words, kind, tabs }: Row): string {
  const parts = [kind === "kernel" ? `kernel, ${words}` : words];
  if (tabs > 1) parts.push(`in ${tabs} tabs`);
  return parts.join(", ");
}
