import { effect, signal } from "@preact/signals";
import { words } from "../lang";
import type { Reactions } from "./reactions";
import type { Store } from "./store";

// News of so many milliseconds is said at once, and so many of them at the most.
const PAUSE = 2_000;
const MOST = 3;

/** What a screen reader is told of what goes on, seldom and in few words. */
export class Announcer {
  readonly text = signal("");
  private waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= setTimeout(() => this.speak(), PAUSE);
  }

  /** Tell of what happens in the room, and of reactions in one's call. */
  follow(store: Store, reactions: Reactions): void {
    effect(() => this.sayEvents(store));
    effect(() => this.sayReactions(store, reactions));
  }

  private told = 0;
  private shown: Reactions["shown"]["value"] = new Map();

  /** In a call the status line says who is in it, and troubles and notices have their own places. */
  private sayEvents({ log, call, notice }: Store): void {
    const lines = log.value.filter(({ number }) => number > this.told);
    this.told = log.value.at(-1)?.number ?? this.told;
    if (call.peek()) return;
    for (const { text, level } of lines) if (level === "info" && text !== notice.peek()) this.say(text);
  }

  private sayReactions(store: Store, { shown }: Reactions): void {
    for (const [participant, reaction] of shown.value) {
      if (this.shown.get(participant) === reaction) continue;
      this.say(words.reactions.from(store.nameOf(participant), words.reactions.names[reaction]));
    }
    this.shown = shown.value;
  }

  private speak(): void {
    this.timer = undefined;
    this.text.value = summarise(this.waiting);
    this.waiting = [];
  }
}

/** The first of the news, and how many more there are. */
export function summarise(texts: readonly string[]): string {
  const news = [...new Set(texts)];
  const more = news.length - MOST;
  return [...news.slice(0, MOST), ...(more > 0 ? [words.announcements.more(more)] : [])].join(". ");
}
