import { effect, type Signal } from "@preact/signals";
import { words } from "../lang";
import type { Chat } from "./chat";
import type { Reactions } from "./reactions";
import type { Room } from "./room";

// News of so many milliseconds is said at once, and so many of them at the most.
const PAUSE = 2_000;
const MOST = 3;
// Of a message that is longer, this much.
const SAMPLE = 140;

/** What a screen reader is told of what goes on, seldom and in few words. */
export class Announcer {
  private waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly text: Signal<string>) {}

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= setTimeout(() => this.speak(), PAUSE);
  }

  /** Tell of what happens in the room, of hands and reactions in one's call, and of what is said out of sight. */
  follow(room: Room, reactions: Reactions, chat: Chat): void {
    effect(() => this.sayEvents(room));
    effect(() => this.sayHands(room));
    effect(() => this.sayReactions(room, reactions));
    effect(() => this.sayLines(room, chat));
  }

  private told = 0;
  private heard = 0;
  private raised: ReadonlySet<string> = new Set();
  private shown: Reactions["shown"]["value"] = new Map();

  /** In a call the status line says who is in it, and troubles and notices have their own places. */
  private sayEvents({ log: { lines: all }, facts, view }: Room): void {
    const lines = all.value.filter(({ number }) => number > this.told);
    this.told = all.value.at(-1)?.number ?? this.told;
    if (facts.call.peek()) return;
    for (const { text, level } of lines) if (level === "info" && text !== view.notice.peek()) this.say(text);
  }

  /** Outside a call, the events tell. */
  private sayHands({ facts: { told, you, call } }: Room): void {
    const hands = [...told.value.values()].filter(({ id, hand }) => hand !== null && id !== you.peek());
    for (const { id, name } of hands)
      if (call.peek() && !this.raised.has(id)) this.say(words.log.raisedHand(name));
    this.raised = new Set(hands.map(({ id }) => id));
  }

  private sayLines({ facts }: Room, chat: Chat): void {
    const lines = chat.lines.value.filter((line) => line.at > this.heard && !chat.isOwn(line));
    this.heard = chat.lines.value.at(-1)?.at ?? 0;
    if (!chat.recalled.peek() || chat.shown.peek()) return;
    for (const line of lines) this.say(words.chat.line(facts.called(line), shortened(line.text)));
  }

  private sayReactions({ facts }: Room, { shown }: Reactions): void {
    for (const [participant, reaction] of shown.value) {
      if (this.shown.get(participant) === reaction) continue;
      this.say(words.reactions.from(facts.nameOf(participant), words.reactions.names[reaction]));
    }
    this.shown = shown.value;
  }

  private speak(): void {
    this.timer = undefined;
    const text = summarise(this.waiting);
    // What is not another text than before is not read out.
    this.text.value = text === this.text.value ? `${text}\u00a0` : text;
    this.waiting = [];
  }
}

function shortened(text: string): string {
  return text.length > SAMPLE ? `${text.slice(0, SAMPLE)}…` : text;
}

/** The first of the news, and how many more there are. */
export function summarise(texts: readonly string[]): string {
  const news = [...new Set(texts)];
  const more = news.length - MOST;
  return [...news.slice(0, MOST), ...(more > 0 ? [words.announcements.more(more)] : [])].join(". ");
}
