import { signal } from "@preact/signals";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, Reaction } from "../wire/protocol.gen";

const SHOWN = 4_000;

/** How a reaction is drawn. */
export const SIGNS: Readonly<Record<Reaction, string>> = {
  "thumbs-up": "👍",
  clap: "👏",
  heart: "❤️",
  laugh: "😂",
  surprise: "😮",
  party: "🎉",
};

/** What people in one's call show for some seconds, by participant. */
export class Reactions {
  readonly shown = signal<ReadonlyMap<string, Reaction>>(new Map());
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  readonly handlers: Partial<Handlers> = {
    reacted: ({ participant, reaction }) => this.show(participant, reaction),
  };

  constructor(private readonly send: (message: ClientMessage) => void) {}

  react(reaction: Reaction): void {
    this.send({ type: "react", reaction });
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private show(participant: string, reaction: Reaction): void {
    clearTimeout(this.timers.get(participant));
    this.shown.value = new Map(this.shown.value).set(participant, reaction);
    this.timers.set(
      participant,
      setTimeout(() => this.hide(participant), SHOWN),
    );
  }

  private hide(participant: string): void {
    this.timers.delete(participant);
    const shown = new Map(this.shown.value);
    shown.delete(participant);
    this.shown.value = shown;
  }
}
