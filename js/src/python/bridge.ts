import { effect } from "@preact/signals";
import type { LogLine } from "../room/model";
import type { Session } from "../session";
import type { Participant } from "../wire/protocol.gen";
import { pageAddress } from "../wire/server";
import { type Model, tell } from "./model";

const INTERVAL = 250;
// As many characters as the lobby takes.
const MAX_NAME = 64;

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

/**
 * The connection between a model and the session: facts go out, at most four times a second, and what is said in the room at
 * once. They are messages and no traits, which would be saved with the notebook.
 */
export class Bridge {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private toldLog: unknown = null;
  private readonly subscriptions: (() => void)[];

  constructor(
    private readonly model: Model,
    private readonly session: Session,
  ) {
    const onAutoAccept = () => adoptAutoAccept(model, session);
    model.on("change:auto_accept", onAutoAccept);
    this.subscriptions = [
      effect(() => this.follow()),
      session.listen((message) => {
        if (message.type === "said") tell(model, { tell: "message", line: message.line });
      }),
      () => model.off("change:auto_accept", onAutoAccept),
    ];
  }

  /** Tell now what waits to be told. */
  flush(): void {
    if (this.timer !== undefined) this.write();
  }

  /** The last word for now: the model has no view any more while another one has, or the room is gone from the page. */
  say(word: "unseen" | "closed"): void {
    this.flush();
    tell(this.model, { tell: word });
  }

  end(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
    clearTimeout(this.timer);
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
