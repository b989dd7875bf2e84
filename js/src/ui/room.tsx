import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import type { Session } from "../session";
import { CloseIcon, MessageIcon, MissedIcon, UsersIcon } from "./base/icons";
import { IconButton } from "./base/labelled";
import type { RoomProps, Uses } from "./base/props";
import { Lobby } from "./lobby/lobby";
import { BlockedTab, Elsewhere, PageButtons } from "./page";
import { Panel } from "./panel/panel";
import {
  CallLength,
  CallStage,
  ConsentDialog,
  CopyDialog,
  DevicesDialog,
  fetchForCalls,
  LeavingDialog,
  RingDialog,
  ShortcutsDialog,
} from "./parts";
import "./room.css";
import { shortcut } from "./shortcuts";

// Narrower than this, the panel covers the tiles, and only when asked for.
const NARROW = 640;

/** The whole of a room, whatever is going on in it. */
export function Room({ session }: RoomProps) {
  const { facts, rings, view, status } = session;
  const talking = facts.call.value !== null || rings.outgoing.value !== null;
  const elsewhere = session.handover.elsewhere.value !== null;
  const incoming = rings.outgoing.value ? null : rings.incoming.value;
  const [question] = session.consents.questions.value;
  const { section, pressed } = useFocusKept([talking, facts.connection.value]);
  const panel = usePanel(session, section);
  const inside = facts.connection.value !== "outside";
  useEffect(() => {
    if (inside) fetchForCalls();
  }, [inside]);
  return (
    <section
      ref={section}
      tabIndex={-1}
      onClickCapture={pressed}
      class={`room ${talking ? "talking" : "lobbying"} ${panel.open ? "panel-open" : ""}`}
      aria-label={words.room.label(facts.room)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && view.dialog.value) view.show(null);
        else if (event.key === "Escape" && talking && panel.covers) panel.toggle();
        else shortcut(event, session);
      }}
    >
      <header class="room-head">
        <h2 title={facts.room}>{facts.room}</h2>
        <output class={`status ${status.state.value}`} title={status.text.value}>
          {status.text}
        </output>
        {talking && <CallLength.Component session={session} />}
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
      {view.dialog.value === "devices" && <DevicesDialog.Component session={session} />}
      {view.toCopy.value !== null && <CopyDialog.Component session={session} />}
      {view.dialog.value === "shortcuts" && <ShortcutsDialog.Component session={session} />}
      {view.dialog.value === "leaving" && <LeavingDialog.Component session={session} />}
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

function leave(session: Pick<Session, "facts" | "view" | "leaveRoom">): void {
  if (session.facts.call.value) session.view.show("leaving");
  else session.leaveRoom();
}

interface ToggleProps extends Uses<"facts" | "rings" | "chat"> {
  open: boolean;
  toggle(): void;
}

function PanelToggle({ session: { facts, rings, chat }, open, toggle }: ToggleProps) {
  const unread = chat.unread.value;
  const missed = rings.missed.value.length;
  return (
    <button type="button" class="quiet panel-toggle" aria-expanded={open} onClick={toggle}>
      <UsersIcon /> {facts.rows.value.length}
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

/** What went wrong, why most likely, and what to do. */
function Alert({ session }: Uses<"view" | "tryAgain">) {
  const { trouble } = session.view;
  const shown = trouble.value;
  if (!shown) return null;
  const dismiss = () => {
    trouble.value = null;
  };
  return (
    <div role="alert" class="alert">
      <p>
        <strong>{shown.what}</strong> {shown.why} {shown.fix}
      </p>
      {shown.remedy && (
        <button type="button" onClick={() => session.tryAgain(shown)}>
          {words.alert.tryAgain}
        </button>
      )}
      <IconButton class="quiet" label={words.alert.dismiss} onClick={dismiss}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}

/** Whether the panel is open in a call: as one has chosen, or else as there is space for it. */
function usePanel({ view }: Pick<Session, "view">, section: { current: HTMLElement | null }) {
  const narrow = useSignal(false);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) narrow.value = entry.contentRect.width < NARROW;
    });
    if (section.current) observer.observe(section.current);
    return () => observer.disconnect();
  }, [section, narrow]);
  const open = view.panelOpen.value ?? !narrow.value;
  const toggle = () => {
    view.panelOpen.value = !open;
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
