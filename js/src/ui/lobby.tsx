import type { Connection } from "../store";
import { anticipating } from "./anticipating";
import type { RoomProps } from "./room";

const OFF = "Camera and microphone stay off until you join or call.";
const HINTS: Record<Connection, string> = {
  outside: OFF,
  entering: "The server is looking for your place. “Leave room” stops waiting.",
  open: OFF,
  reconnecting: "Your place is kept for some seconds; the page tries again by itself.",
};

/** Before a call: who one is, and the way in. */
export function Lobby({ session }: RoomProps) {
  const { store } = session;
  const connection = store.connection.value;
  const outside = connection === "outside";
  const submit = (event: Event) => {
    event.preventDefault();
    if (outside) session.enter(store.displayName.value);
  };
  return (
    <form class="lobby" onSubmit={submit}>
      <p class="lead">
        {outside ? "See who is here, call one person or join the room’s call." : "You are in the room."}
      </p>
      <NameField session={session} />
      <AutoAccept session={session} />
      {connection === "open" || connection === "reconnecting" ? (
        <JoinButton session={session} />
      ) : (
        <button type="submit" class="primary" disabled={!outside} aria-busy={!outside}>
          Enter room
        </button>
      )}
      <p class="hint" aria-live="polite">
        {store.notice.value || HINTS[connection]}
      </p>
    </form>
  );
}

function NameField({ session }: RoomProps) {
  const { displayName, connection } = session.store;
  const outside = connection.value === "outside";
  const change = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => session.rename(value);
  const type = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => {
    displayName.value = value;
  };
  return (
    <label class="field">
      <span>Your name</span>
      <input
        value={displayName.value}
        maxLength={64}
        autocomplete="name"
        placeholder="As Jupyter knows you"
        {...(outside ? { onInput: type } : { onChange: change })}
      />
    </label>
  );
}

function AutoAccept({ session }: RoomProps) {
  const { autoAccept } = session.store;
  const toggle = ({ currentTarget: { checked } }: { currentTarget: HTMLInputElement }) => {
    autoAccept.value = checked;
  };
  return (
    <div class="choice">
      <label>
        <input type="checkbox" checked={autoAccept.value} aria-describedby="auto-accept" onChange={toggle} />
        Answer calls automatically
      </label>
      <small id="auto-accept">
        {autoAccept.value && "Camera and microphone will open when somebody calls you, without asking again."}
      </small>
    </div>
  );
}

function JoinButton({ session }: RoomProps) {
  const { connection, mainCall } = session.store;
  const inIt = mainCall.value.length;
  const lost = connection.value !== "open";
  return (
    <div class="join">
      <button
        type="button"
        class="primary"
        disabled={lost}
        title={lost ? "Wait until the connection is back" : ""}
        {...anticipating(session, () => mainCall.value.map(({ id }) => id))}
        onClick={() => session.calling.join()}
      >
        Join call
      </button>
      <span class="count">{describeCount(inIt)}</span>
    </div>
  );
}

function describeCount(people: number): string {
  if (people === 0) return "nobody in it yet";
  return people === 1 ? "1 person in it" : `${people} people in it`;
}
