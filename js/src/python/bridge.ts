import { effect } from "@preact/signals";
import type { Store } from "../room/store";
import type { NotebookRequest, Session } from "../session";
import type { RoomMessage } from "../wire/messages";
import type { Participant } from "../wire/protocol.gen";
import { Outcomes } from "./outcomes";
import { kernelTicket } from "./ticket";

const INTERVAL = 250;
// As many characters as the lobby takes.
const MAX_NAME = 64;

/** The part of anywidget's model that is used. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/** The loader's list of Python's messages: kept until somebody takes them. There is one per model. */
export interface Inbox {
  pending: NotebookRequest[];
  take: ((request: NotebookRequest) => void) | null;
}

/** Tie a model to the session: traits go out, at most four times a second, and requests come in. Returns how to untie. */
export function bridge(model: Model, inbox: Inbox, session: Session): () => void {
  const untell = tellPython(model, session);
  const unanswer = answerPython(model, inbox, session);
  const onAutoAccept = () => adoptAutoAccept(model, session);
  model.on("change:auto_accept", onAutoAccept);
  return () => {
    untell();
    unanswer();
    model.off("change:auto_accept", onAutoAccept);
  };
}

/** Requests come in; how they ended, and what is said in the room, goes out at once. */
function answerPython(model: Model, inbox: Inbox, session: Session): () => void {
  const outcomes = new Outcomes(session);
  const obey = (request: NotebookRequest) => {
    if (request.do === "ticket") {
      // Another page of this notebook may be in the room: that one answers.
      if (session.store.connection.value === "outside") return;
      void kernelTicket(session).then((answer) => tell(model, { tell: "ticket", id: request.id, ...answer }));
      return;
    }
    outcomes.obey(request, (outcome) => {
      // Python reads the state beside the outcome, so it must not be older.
      save(model, session.store);
      if ("id" in request) tell(model, { tell: "outcome", id: request.id, ...outcome });
    });
  };
  const unlisten = session.listen((message) => tellSaid(model, message));
  const unwatch = session.store.connection.subscribe((connection) => {
    if (connection === "outside") outcomes.left();
  });
  inbox.take = obey;
  for (const request of inbox.pending.splice(0)) obey(request);
  return () => {
    inbox.take = null;
    unlisten();
    unwatch();
    outcomes.close();
  };
}

function tellSaid(model: Model, message: RoomMessage): void {
  if (message.type === "said") tell(model, { tell: "message", line: message.line });
}

/** What the notebook would have the lobby say first. */
export function adoptTraits(model: Model, session: Session): void {
  const { connection, displayName, autoAccept } = session.store;
  if (connection.value !== "outside") return;
  const wanted = [...String(model.get("display_name") ?? "")].slice(0, MAX_NAME).join("");
  displayName.value = wanted || displayName.value;
  autoAccept.value = model.get("auto_accept") === true;
}

/** Once in the room, Python can stop calls from being answered automatically, but only a click can begin it. */
function adoptAutoAccept(model: Model, { store }: Session): void {
  const wanted = model.get("auto_accept") === true;
  if (!wanted || store.connection.value === "outside") store.autoAccept.value = wanted;
}

function tellPython(model: Model, { store }: Session): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    save(model, store);
  };
  const stop = effect(() => {
    const { state, people, log } = store;
    // Read before anything is decided: what an effect has not read does not run it again.
    const known = people.value.size + log.value.length;
    // A page that was never in the room has nothing to say about it: perhaps another one has.
    if (state.value === "outside" && known === 0) return;
    // Never at once: a click that changes something has better things to do than to talk to the kernel.
    timer ??= setTimeout(write, INTERVAL);
  });
  return () => {
    stop();
    clearTimeout(timer);
    if (timer !== undefined) write();
  };
}

function save(model: Model, { state, people, log, you }: Store): void {
  attempt(() => {
    model.set("state", state.value);
    model.set(
      "people",
      [...people.value.values()].map((person) => toRow(person, you.value)),
    );
    model.set(
      "log",
      log.value.map(({ time, text, level }) => ({ time: time.toISOString(), text, level })),
    );
    model.save_changes();
  });
}

function toRow({ id, user, name, kind, state, call, media, hand, entered }: Participant, you: string | null) {
  const facts = { id, user, name, you: id === you, kind, state, call };
  const sent = { microphone: media.audio, camera: media.video, screen: media.screen };
  return { ...facts, ...sent, hand: hand === null ? null : isoTime(hand), since: isoTime(entered) };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function tell(model: Model, content: unknown): void {
  attempt(() => model.send(content));
}

function attempt(talk: () => void): void {
  try {
    talk();
  } catch {
    // The kernel has restarted and the model is dead; the room goes on in the page.
  }
}
