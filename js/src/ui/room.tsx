import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import type { Session } from "../session";
import { Alert } from "./alert";
import { CallStage } from "./call";
import { Events } from "./events";
import { UsersIcon } from "./icons";
import { Lobby } from "./lobby";
import { BlockedTab, Elsewhere, PageButtons } from "./page";
import { PeopleList } from "./people";
import { RingDialog } from "./ring";

export interface RoomProps {
  session: Session;
}

/** The whole of a room, whatever is going on in it. */
export function Room({ session }: RoomProps) {
  const { store } = session;
  const talking = store.call.value !== null || store.outgoing.value !== null;
  const elsewhere = session.handover.elsewhere.value !== null;
  const incoming = store.outgoing.value ? null : store.incoming.value;
  // Where there is no space beside the tiles, the panel covers them, and only when asked for.
  const panel = useSignal(false);
  const { section, pressed } = useFocusKept([talking, store.connection.value]);
  return (
    <section
      ref={section}
      tabIndex={-1}
      onClickCapture={pressed}
      class={`room ${talking ? "talking" : "lobbying"} ${panel.value ? "panel-open" : ""}`}
      aria-label={words.room.label(store.room)}
      onKeyDown={(event) => shortcut(event, session)}
    >
      <header>
        <h2>{store.room}</h2>
        <output class={`status ${store.state.value}`} title={store.status.value}>
          {store.status}
        </output>
        <button
          type="button"
          class="quiet panel-toggle"
          aria-expanded={panel.value}
          onClick={() => {
            panel.value = !panel.value;
          }}
        >
          <UsersIcon /> {store.rows.value.length}
          <span class="hidden-words">{panel.value ? words.room.hidePanel : words.room.showPanel}</span>
        </button>
        <PageButtons session={session} />
        {store.connection.value !== "outside" && (
          <button type="button" class="quiet" onClick={() => session.leaveRoom()}>
            {words.room.leave}
          </button>
        )}
      </header>
      <Alert session={session} />
      <BlockedTab session={session} />
      <div class="body">
        <div class="main">
          {elsewhere ? (
            <Elsewhere session={session} />
          ) : talking ? (
            <CallStage session={session} />
          ) : (
            <Lobby session={session} />
          )}
        </div>
        <aside class="panel" aria-label={words.room.panel}>
          <PeopleList session={session} />
          <Events session={session} />
        </aside>
      </div>
      {incoming && <RingDialog key={incoming.invite} session={session} ring={incoming} />}
    </section>
  );
}

/** Many buttons are gone once they were pressed: the focus stays in the room, and with it the keys. */
function useFocusKept(stages: unknown[]) {
  const section = useRef<HTMLElement>(null);
  const acted = useRef(false);
  const pressed = () => {
    acted.current = true;
  };
  useLayoutEffect(() => {
    if (!acted.current || document.activeElement !== document.body) return;
    acted.current = false;
    section.current?.focus({ preventScroll: true });
  }, stages);
  return { section, pressed };
}

function shortcut(event: KeyboardEvent, { store, calling }: Session): void {
  const typing = event.target instanceof HTMLInputElement;
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!store.call.value || store.own.value.opening) return;
  if (event.key === "m") calling.toggleMicrophone();
  if (event.key === "v") calling.toggleCamera();
}
