import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useId, useRef } from "preact/hooks";
import { words } from "../../lang";
import { type Row, seek } from "../../room/people";
import { Avatar } from "../base/avatar";
import { EyeIcon, HandIcon, MicOffIcon, PhoneIcon, RecordIcon } from "../base/icons";
import { Mark } from "../base/labelled";
import type { Uses } from "../base/props";
import { DecideAgain, MissedCalls, Search } from "../parts";
import "./people.css";

// So many are more than one sees at a glance.
const MANY = 12;

/** Who is in the room, each with a state in words: those in the call first. */
export function PeopleList({
  session,
}: Uses<"facts" | "rings" | "view" | "status" | "consents" | "ringing">) {
  const rows = session.facts.rows.value;
  const sought = useSignal("");
  const found = seek(rows, sought.value);
  // The field stays while it has text, also when somebody leaves.
  const searching = rows.length >= MANY || sought.value !== "";
  const groups = [
    { title: words.people.together, members: found.filter(({ together }) => together) },
    { title: words.people.others, members: found.filter(({ together }) => !together) },
  ];
  return (
    <div class="people">
      <h3>
        {words.people.title} {rows.length > 0 && <span class="count">{rows.length}</span>}
      </h3>
      {session.rings.missed.value.length > 0 && <MissedCalls.Component session={session} />}
      {searching && <Search.Component session={session} sought={sought} noMatch={found.length === 0} />}
      {rows.length === 0 ? (
        <p class="hint">{words.people.empty}</p>
      ) : (
        <div role="group" aria-label={words.people.title} class="groups">
          {groups.map(({ title, members }) => (
            <Group key={title} title={title} rows={members} session={session} />
          ))}
        </div>
      )}
    </div>
  );
}

type RowUses = Uses<"facts" | "view" | "status" | "consents" | "ringing">;

interface GroupProps extends RowUses {
  title: string;
  rows: readonly Row[];
}

function Group({ title, rows, session }: GroupProps) {
  const rowOf = useRows(session);
  if (rows.length === 0) return null;
  return (
    <>
      <h4>
        {title} <span class="count">{rows.length}</span>
      </h4>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without bullets. */}
      <ul role="list" aria-label={title}>
        {rows.map(rowOf)}
      </ul>
    </>
  );
}

/** The element of a row: the same one for the same row, which is not painted again. */
function useRows(session: RowUses["session"]): (row: Row) => VNode {
  const elements = useRef(new WeakMap<Row, VNode>()).current;
  return (row) => {
    const element = elements.get(row) ?? <PersonRow key={row.key} row={row} session={session} />;
    elements.set(row, element);
    return element;
  };
}

function PersonRow({ row, session }: RowUses & { row: Row }) {
  return (
    <li class="person">
      <Avatar user={row.user} name={row.name} />
      <span class="who">
        <bdi class="name" title={`${words.names.account} ${row.account}`}>
          {row.you ? words.names.withYou(row.name) : row.name}
        </bdi>
        <span class={`state ${row.state} ${isPlain(row) ? "hidden-words" : ""}`}>{describe(row)}</span>
      </span>
      <Marks row={row} />
      {!row.you && row.kind === "browser" && <CallButton row={row} session={session} />}
      {refusedInCall(row, session) && <DecideAgain.Component row={row} session={session} />}
    </li>
  );
}

function refusedInCall({ kind, user, together }: Row, { facts, consents }: RowUses["session"]): boolean {
  return kind === "kernel" && together && facts.call.value !== null && consents.refused.value.has(user);
}

/** The group says all there is to say of the state. */
function isPlain({ together, state, kind, tabs, listens }: Row): boolean {
  return together && state === "in-call" && kind === "browser" && tabs === 1 && !listens;
}

function Marks({ row: { hand, muted, seenBy, recording } }: { row: Row }) {
  return (
    <>
      {hand !== null && (
        <Mark class="mark hand" text={words.people.hand(hand)}>
          <HandIcon /> <span aria-hidden="true">{hand}</span>
        </Mark>
      )}
      {recording && (
        <Mark class="mark recording" text={words.kernels.records}>
          <RecordIcon />
        </Mark>
      )}
      {seenBy.length > 0 && (
        <Mark class="mark" text={words.kernels.seenBy(words.names.list(seenBy))}>
          <EyeIcon />
        </Mark>
      )}
      {muted && (
        <Mark class="mark" text={words.tiles.microphoneOff}>
          <MicOffIcon />
        </Mark>
      )}
    </>
  );
}

function CallButton({ row, session }: RowUses & { row: Row }) {
  const reason = row.uncallable ?? session.status.busy.value;
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
        onClick={() => session.ringing.call(row.user, row.name)}
      >
        <PhoneIcon /> <span class="label">{words.people.callNow}</span>
      </button>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}

function describe({ words: state, kind, own, tabs, listens }: Row): string {
  const kernel = own ? words.people.ownKernel : words.people.kernel;
  const parts = [kind === "kernel" ? kernel(state) : state];
  if (listens) parts.push(words.people.listens);
  if (tabs > 1) parts.push(words.people.inTabs(tabs));
  return parts.join(", ");
}
