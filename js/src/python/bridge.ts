import { effect } from "@preact/signals";
import { randomId } from "../common/random";
import type { Store } from "../room/store";
import type { NotebookRequest, Session } from "../session";
import type { RoomMessage } from "../wire/messages";
import type { Participant } from "../wire/protocol.gen";
import { pageAddress } from "../wire/server";
import { Outcomes } from "./outcomes";
import { kernelTicket } from "./ticket";

const INTERVAL = 250;
// As many characters as the lobby takes.
const MAX_NAME = 64;
/** What Python calls this page. One kernel may have several, and hears by this which of them it is that tells. */
export const PAGE = randomId();

/** The part of anywidget's model that is used. */
export interface Model {
  get(name: string): unknown;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/** A request, and the page that it is for. */
export type Addressed = NotebookRequest & { page: string };

/** The loader's list of Python's messages: kept until somebody takes them. There is one per model. */
export interface Inbox {
  pending: Addressed[];
  take: ((request: Addressed) => void) | null;
}

/** The tie between a model and the session. */
export interface Bridge {
  /** The last word for now: the model has no view any more while another one has, or the room is gone from the page. */
  tell(word: "unseen" | "closed"): void;
  end(): void;
}

/** Tell Python which page this is, so that what its cells ask comes here, also from notebooks without a view. */
export function introduce(model: Model): void {
  tell(model, { tell: "here" });
}

/** Tie a model to the session: facts go out, at most four times a second, and requests come in. */
export function bridge(model: Model, inbox: Inbox, session: Session): Bridge {
  const facts = new Facts(model, session.store);
  const unanswer = answerPython(model, inbox, session, facts);
  const onAutoAccept = () => adoptAutoAccept(model, session);
  model.on("change:auto_accept", onAutoAccept);
  return {
    tell(word) {
      facts.flush();
      tell(model, { tell: word });
    },
    end() {
      facts.stop();
      unanswer();
      model.off("change:auto_accept", onAutoAccept);
    },
  };
}

/** Requests come in; how they ended, and what is said in the room, goes out at once. */
function answerPython(model: Model, inbox: Inbox, session: Session, facts: Facts): () => void {
  const outcomes = new Outcomes(session);
  const obey = (request: Addressed) => {
    if (request.page !== PAGE) return;
    if (request.do === "ticket") {
      void kernelTicket(session).then((answer) => tell(model, { tell: "ticket", id: request.id, ...answer }));
      return;
    }
    outcomes.obey(request, (outcome) => {
      // Python reads the state beside the outcome, so it must not be older.
      facts.write();
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

/** What this page sees of the room. They are messages and no traits, which would be saved with the notebook. */
class Facts {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private toldLog: unknown = null;
  private readonly unfollow: () => void;

  constructor(
    private readonly model: Model,
    private readonly store: Store,
  ) {
    this.unfollow = effect(() => this.follow());
  }

  write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { room, state, people, log, you } = this.store;
    const rows = [...people.value.values()].map((person) => toRow(person, you.value));
    const facts = { tell: "facts", address: pageAddress(room), state: state.value, people: rows };
    tell(this.model, log.value === this.toldLog ? facts : { ...facts, log: log.value.map(toLine) });
    this.toldLog = log.value;
  }

  /** Tell now what waits to be told. */
  flush(): void {
    if (this.timer !== undefined) this.write();
  }

  stop(): void {
    this.unfollow();
    clearTimeout(this.timer);
  }

  private follow(): void {
    const { state, people, log } = this.store;
    // Read before anything is decided: what an effect has not read does not run it again.
    void [state.value, people.value, log.value];
    // Never at once: a click that changes something has better things to do than to talk to the kernel.
    this.timer ??= setTimeout(() => this.write(), INTERVAL);
  }
}

function toLine({ time, text, level }: Store["log"]["value"][number]) {
  return { time: time.toISOString(), text, level };
}

function toRow({ id, user, name, kind, state, call, media, hand, entered }: Participant, you: string | null) {
  const facts = { id, user, name, you: id === you, kind, state, call };
  const sent = { microphone: media.audio, camera: media.video, screen: media.screen };
  return { ...facts, ...sent, hand: hand === null ? null : isoTime(hand), since: isoTime(entered) };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function tell(model: Model, content: object): void {
  try {
    model.send({ page: PAGE, ...content });
  } catch {
    // The kernel has restarted and the model is dead; the room goes on in the page.
  }
}
