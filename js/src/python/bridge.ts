import { effect } from "@preact/signals";
import type { LogLine } from "../room/model";
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
  const report = new Report(model, session);
  const unlisten = session.listen((message) => tellSaid(model, message));
  const onAutoAccept = () => adoptAutoAccept(model, session);
  model.on("change:auto_accept", onAutoAccept);
  return {
    flush: () => report.flush(),
    say(word) {
      report.flush();
      tell(model, { tell: word });
    },
    end() {
      report.stop();
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
  const { facts, rings } = session;
  if (facts.connection.value !== "outside") return;
  const wanted = [...String(model.get("display_name") ?? "")].slice(0, MAX_NAME).join("");
  facts.displayName.value = wanted || facts.displayName.value;
  rings.autoAccept.value = model.get("auto_accept") === true;
}

/** Once in the room, Python can stop calls from being answered automatically, but only a click can begin it. */
function adoptAutoAccept(model: Model, { facts, rings }: Session): void {
  const wanted = model.get("auto_accept") === true;
  if (!wanted || facts.connection.value === "outside") rings.autoAccept.value = wanted;
}

/** What this page sees of the room. They are messages and no traits, which would be saved with the notebook. */
class Report {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private toldLog: unknown = null;
  private readonly unfollow: () => void;

  constructor(
    private readonly model: Model,
    private readonly session: Session,
  ) {
    this.unfollow = effect(() => this.follow());
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { status, facts, log } = this.session;
    const rows = [...facts.people.value.values()].map((person) => toRow(person, facts.you.value));
    const told = { tell: "facts", address: pageAddress(facts.room), state: status.state.value, people: rows };
    tell(this.model, log.lines.value === this.toldLog ? told : { ...told, log: log.lines.value.map(toLine) });
    this.toldLog = log.lines.value;
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
    const { status, facts, log } = this.session;
    // Read before anything is decided: what an effect has not read does not run it again.
    void [status.state.value, facts.people.value, log.lines.value];
    // Never at once: a click that changes something has better things to do than to talk to the kernel.
    this.timer ??= setTimeout(() => this.write(), INTERVAL);
  }
}

function toLine({ time, text, level }: LogLine) {
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
