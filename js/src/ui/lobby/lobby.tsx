import { ownKernelAllowed } from "../../common/choices";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import type { Session } from "../../session";
import type { RoomProps, Uses } from "../base/props";
import { describeSilenced } from "../base/silenced";
import { anticipating } from "../call/anticipating";
import { DeviceFields } from "./devices";
import "./lobby.css";
import { Preview } from "./preview";
import { describeWanted, Switches } from "./switches";

/** Before a call: who one is, and the way in. */
export function Lobby({ session }: RoomProps) {
  const { facts, own, view } = session;
  const connection = facts.connection.value;
  const outside = connection === "outside";
  const submit = (event: Event) => {
    event.preventDefault();
    if (outside) session.enter(facts.displayName.value);
  };
  return (
    <form class="lobby" onSubmit={submit}>
      <div class="lobby-columns">
        {outside && <p class="lead">{words.lobby.invitation}</p>}
        <div class="lobby-side">
          <NameField session={session} />
          <AutoAccept session={session} />
          <OwnKernel />
          <Switches session={session} />
          {connection === "open" || connection === "reconnecting" ? (
            <JoinButton session={session} />
          ) : (
            <button type="submit" class="primary" disabled={!outside} aria-busy={!outside}>
              {words.lobby.enter}
            </button>
          )}
          <p class="hint" aria-live="polite">
            {describeSilenced(own.now.value) || view.notice.value || hint(session)}
          </p>
        </div>
        <div class="lobby-side lobby-devices">
          <Preview session={session} />
          <DeviceFields session={session} />
        </div>
      </div>
    </form>
  );
}

function hint({ facts, own, media }: Pick<Session, "facts" | "own" | "media">): string {
  const { off, entering, reconnecting, previewed } = words.lobby;
  if (facts.connection.value === "entering") return entering;
  if (facts.connection.value === "reconnecting") return reconnecting;
  if (own.previewing.value) return previewed;
  return (facts.mayPublish.value && describeWanted(media.wanted.now.value)) || off;
}

function NameField({ session }: Uses<"facts" | "rename">) {
  const { displayName, connection } = session.facts;
  const outside = connection.value === "outside";
  const change = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => session.rename(value);
  const type = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => {
    displayName.value = value;
  };
  return (
    <label class="field">
      <span>{words.lobby.name}</span>
      <input
        value={displayName.value}
        maxLength={64}
        autocomplete="name"
        placeholder={words.lobby.nameHint}
        {...(outside ? { onInput: type } : { onChange: change })}
      />
    </label>
  );
}

function AutoAccept({ session }: Uses<"rings">) {
  const { autoAccept } = session.rings;
  const toggle = ({ currentTarget: { checked } }: { currentTarget: HTMLInputElement }) => {
    autoAccept.value = checked;
  };
  return (
    <div class="choice">
      <label>
        <input type="checkbox" checked={autoAccept.value} aria-describedby="auto-accept" onChange={toggle} />
        {words.lobby.autoAccept}
      </label>
      <small id="auto-accept">{autoAccept.value && words.lobby.autoAcceptHint}</small>
    </div>
  );
}

function OwnKernel() {
  const toggle = ({ currentTarget: { checked } }: { currentTarget: HTMLInputElement }) => {
    ownKernelAllowed.value = checked;
  };
  return (
    <div class="choice">
      <label>
        <input type="checkbox" checked={ownKernelAllowed.value} onChange={toggle} />
        {words.kernels.allowOwn}
      </label>
    </div>
  );
}

function JoinButton({ session }: Uses<"facts" | "calling">) {
  const { mainCall } = session.facts;
  const reason = reasonAgainstJoining(session.facts);
  return (
    <div class="join">
      <button
        type="button"
        class="primary"
        disabled={reason !== null}
        title={reason ?? ""}
        aria-describedby="how-many"
        {...anticipating(session, () => mainCall.value.map(({ id }) => id))}
        onClick={() => session.calling.join()}
      >
        {words.lobby.join}
      </button>
      <span id="how-many" class="count">
        {reason ?? words.lobby.count(mainCall.value.length)}
      </span>
    </div>
  );
}

function reasonAgainstJoining({ connection, mainCall, callLimit, mayJoin }: Facts): string | null {
  if (!mayJoin.value) return words.lobby.mayNotJoin;
  if (connection.value !== "open") return words.lobby.wait;
  return mainCall.value.length >= callLimit.value ? words.lobby.full(callLimit.value) : null;
}
