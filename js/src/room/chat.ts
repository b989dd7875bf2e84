import { computed, signal } from "@preact/signals";
import { isBlank } from "../common/names";
import { randomId } from "../common/random";
import { quote } from "../common/troubles";
import { words } from "../lang";
import type { Handlers } from "../wire/messages";
import type { ChatLine, Problem, Say } from "../wire/protocol.gen";

// More than anybody scrolls back, and few enough for the page.
const MAX_LINES = 1_000;
/** What the server takes at once, in characters: code points, as Python counts them. */
export const MAX_LENGTH = 4_000;

/** The one user who is to read a message. */
export interface Addressee {
  user: string;
  name: string;
}

/** A message of one's own that the server has not stored yet. */
export interface Pending {
  key: string;
  text: string;
  to: Addressee | null;
  /** Why the server did not take it, in words; null while it is on its way. */
  failure: string | null;
}

/** The chat of a room: what was said, and what one is about to say. */
export class Chat {
  /** Oldest first. */
  readonly lines = signal<readonly ChatLine[]>([]);
  readonly pending = signal<readonly Pending[]>([]);
  /** What is being typed; it outlives reconnections. */
  readonly draft = signal("");
  /** Whom it is for; null: everybody. */
  readonly to = signal<Addressee | null>(null);
  /** One's own user, once the server has told. */
  readonly user = signal<string | null>(null);
  /** Whether the server has told what was said before. */
  readonly recalled = signal(false);
  /** Whether the lines are on the screen, where new ones are read out by themselves. */
  readonly shown = signal(false);
  readonly unread = computed(() => this.lines.value.filter((line) => this.isUnread(line)).length);

  /** When the newest line was said that somebody has seen. Ids begin anew with a server that has no memory. */
  private readonly seen = signal(0);

  readonly handlers: Partial<Handlers> = {
    welcome: ({ user, resumed }) => {
      this.user.value = user;
      // A server that knows the page still has what was sent, or is being sent it.
      if (!resumed) this.sendPending();
    },
    said: ({ line }) => this.take([line]),
    history: ({ lines }) => this.recall(lines),
    problem: (problem) => this.refused(problem),
  };

  constructor(private readonly send: (message: Say) => void) {}

  /** Say something: to all, or to one user. Returns the message's key; blank texts are nothing, and have none. */
  say(text: string, to: Addressee | null = null, key = randomId()): string | null {
    if (isBlank(text)) return null;
    const message: Pending = { key, text: text.trim(), to, failure: null };
    this.pending.value = [...this.pending.value, message];
    this.transmit(message);
    return key;
  }

  /** Say what is being typed. */
  sayDraft(): void {
    this.say(this.draft.value, this.to.value);
    this.draft.value = "";
  }

  tryAgain(key: string): void {
    const message = this.update(key, null);
    if (message) this.transmit(message);
  }

  /** The room was left: what is still on its way is not said by itself when one comes back. */
  left(): void {
    for (const { key, failure } of this.pending.value)
      if (failure === null) this.update(key, words.chat.left);
  }

  discard(key: string): void {
    this.pending.value = this.pending.value.filter((message) => message.key !== key);
  }

  /** The newest line is in sight. */
  markSeen(): void {
    this.seen.value = Math.max(this.seen.value, this.lines.value.at(-1)?.at ?? 0);
  }

  isOwn(line: ChatLine): boolean {
    return line.user === this.user.value;
  }

  private isUnread(line: ChatLine): boolean {
    return line.at > this.seen.value && !this.isOwn(line);
  }

  private recall(lines: readonly ChatLine[]): void {
    this.take(lines);
    // What was said before one came is there to be read, and no news.
    if (!this.recalled.value) this.markSeen();
    this.recalled.value = true;
  }

  /** What the server has stored: each line once, whatever was told before, and none of it pending any more. */
  private take(lines: readonly ChatLine[]): void {
    const known = new Map([...this.lines.value, ...lines].map((line) => [`${line.user} ${line.key}`, line]));
    this.lines.value = [...known.values()].sort((a, b) => a.at - b.at || a.id - b.id).slice(-MAX_LINES);
    const stored = new Set(lines.filter((line) => this.isOwn(line)).map(({ key }) => key));
    this.pending.value = this.pending.value.filter(({ key }) => !stored.has(key));
  }

  /** The server did not take a message; which one, it says, since some are refused while others are being stored. */
  private refused(problem: Problem): void {
    if (problem.about !== "say") return;
    const { what, fix } = quote(problem);
    this.update(problem.key, `${what} ${fix}`);
  }

  private sendPending(): void {
    for (const message of this.pending.value) if (message.failure === null) this.transmit(message);
  }

  private transmit({ key, text, to }: Pending): void {
    if ([...text].length > MAX_LENGTH) this.update(key, words.chat.tooLong(MAX_LENGTH));
    else this.send({ type: "say", key, text, to: to?.user ?? null });
  }

  private update(key: string, failure: string | null): Pending | undefined {
    this.pending.value = this.pending.value.map((message) =>
      message.key === key ? { ...message, failure } : message,
    );
    return this.pending.value.find((message) => message.key === key);
  }
}
