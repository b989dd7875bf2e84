import { effect } from "@preact/signals";
import type { Store } from "../room/store";
import type { Session } from "../session";
import type { RoomMessage } from "../wire/messages";
import type { Participant } from "../wire/protocol.gen";
import { pageAddress } from "../wire/server";
import { type Model, tell } from "./model";

const INTERVAL = 250;
// As many characters as the lobby takes.
const MAX_NAME = 64;

/** The tie between a model and the session. */
export interface Bridge {
  /** Tell now what waits to be told. */
  flush(): void;
  /** The last word for now: the model has no view any more while another one has, or the room is gone from the page. */
  say(word: "unseen" | "closed"): void;
  end(): void;
}

/** Tie a model to the session: facts go out, at most four times a second, and what is said in the room at once. */
export function bridge(model: Model, session: Session): Bridge {
  const facts = new Facts(model, session.store);
  const unlisten = session.listen((message) => tellSaid(model, message));
  const onAutoAccept = () => adoptAutoAccept(model, session);
  model.on("change:auto_accept", onAutoAccept);
  return {
    flush: () => facts.flush(),
    say(word) {
      facts.flush();
      tell(model, { tell: word });
    },
    end() {
      facts.stop();
      unlisten();
      model.off("change:auto_accept", onAutoAccept);
    },
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

  private write(): void {
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

function toRow(person: Participant, you: string | null) {
  const { id, user, account, name, kind, state, call, media, hand, entered } = person;
  const facts = { id, user, account, name, you: id === you, kind, state, call };
  const sent = { microphone: media.audio, camera: media.video, screen: media.screen };
  return { ...facts, ...sent, hand: hand === null ? null : isoTime(hand), since: isoTime(entered) };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
