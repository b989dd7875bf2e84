import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import type { Session } from "../session";
import { Alert } from "./alert";
import { MessageIcon, MissedIcon, UsersIcon } from "./base/icons";
import type { RoomProps } from "./base/props";
import { bring } from "./base/sheets";
import { CallLength } from "./call/length";
import { DevicesDialog } from "./lobby/devices";
import { Lobby } from "./lobby/lobby";
import { BlockedTab, Elsewhere, PageButtons } from "./page";
import { Panel } from "./panel/panel";
import {
  CallStage,
  ConsentDialog,
  CopyDialog,
  fetchForCalls,
  LeavingDialog,
  RingDialog,
  ShortcutsDialog,
} from "./parts";
import style from "./room.css";
import { shortcut } from "./shortcuts";

bring(style);

// Narrower than this, the panel covers the tiles, and only when asked for.
const NARROW = 640;

/** The whole of a room, whatever is going on in it. */
export function Room({ session }: RoomProps) {
  const { store } = session;
  const talking = store.call.value !== null || store.outgoing.value !== null;
  const elsewhere = session.handover.elsewhere.value !== null;
  const incoming = store.outgoing.value ? null : store.incoming.value;
  const [question] = session.calling.consents.questions.value;
  const { section, pressed } = useFocusKept([talking, store.connection.value]);
  const panel = usePanel(session, section);
  const inside = store.connection.value !== "outside";
  useEffect(() => {
    if (inside) fetchForCalls();
  }, [inside]);
  return (
    <section
      ref={section}
      tabIndex={-1}
      onClickCapture={pressed}
      class={`room ${talking ? "talking" : "lobbying"} ${panel.open ? "panel-open" : ""}`}
      aria-label={words.room.label(store.room)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && store.dialog.value) store.dialog.value = null;
        else if (event.key === "Escape" && talking && panel.covers) panel.toggle();
        else shortcut(event, session);
      }}
    >
      <header class="room-head">
        <h2 title={store.room}>{store.room}</h2>
        <output class={`status ${store.state.value}`} title={store.status.value}>
          {store.status}
        </output>
        {talking && <CallLength session={session} />}
        {talking && <PanelToggle session={session} open={panel.open} toggle={panel.toggle} />}
        <PageButtons session={session} />
        {inside && (
          <button type="button" onClick={() => leave(session)}>
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
            <CallStage.Component session={session} />
          ) : (
            <Lobby session={session} />
          )}
        </div>
        <Panel session={session} />
      </div>
      {store.dialog.value === "devices" && <DevicesDialog session={session} />}
      {store.toCopy.value !== null && <CopyDialog.Component session={session} />}
      {store.dialog.value === "shortcuts" && <ShortcutsDialog.Component session={session} />}
      {store.dialog.value === "leaving" && <LeavingDialog.Component session={session} />}
      <p class="hidden-words" aria-live="polite">
        {session.announcement}
      </p>
      {incoming && <RingDialog.Component key={incoming.invite} session={session} ring={incoming} />}
      {question && !incoming && (
        <ConsentDialog.Component key={question.kernel} session={session} question={question} />
      )}
    </section>
  );
}

function leave(session: Session): void {
  if (session.store.call.value) session.store.dialog.value = "leaving";
  else session.leaveRoom();
}

interface ToggleProps extends RoomProps {
  open: boolean;
  toggle(): void;
}

function PanelToggle({ session: { store, chat }, open, toggle }: ToggleProps) {
  const unread = chat.unread.value;
  const missed = store.missed.value.length;
  return (
    <button type="button" class="quiet panel-toggle" aria-expanded={open} onClick={toggle}>
      <UsersIcon /> {store.rows.value.length}
      {missed > 0 && (
        <>
          <MissedIcon /> {missed} <span class="hidden-words">{words.room.missed(missed)}</span>
        </>
      )}
      {unread > 0 && (
        <>
          <MessageIcon /> {unread} <span class="hidden-words">{words.room.unread(unread)}</span>
        </>
      )}
      <span class="hidden-words">{open ? words.room.hidePanel : words.room.showPanel}</span>
    </button>
  );
}

/** Whether the panel is open in a call: as one has chosen, or else as there is space for it. */
function usePanel({ store }: Session, section: { current: HTMLElement | null }) {
  const narrow = useSignal(false);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) narrow.value = entry.contentRect.width < NARROW;
    });
    if (section.current) observer.observe(section.current);
    return () => observer.disconnect();
  }, [section, narrow]);
  const open = store.panelOpen.value ?? !narrow.value;
  const toggle = () => {
    store.panelOpen.value = !open;
  };
  return { open, covers: open && narrow.value, toggle };
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
