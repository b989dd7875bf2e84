import { computed, signal } from "@preact/signals";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, Reaction } from "../wire/protocol.gen";
import type { Facts } from "./facts";

const SHOWN = 4_000;

/** How a reaction is drawn. */
export const EMOJI: Readonly<Record<Reaction, string>> = {
  "thumbs-up": "👍",
  clap: "👏",
  heart: "❤️",
  laugh: "😂",
  surprise: "😮",
  party: "🎉",
};

/** Raised hands, and what people in one's call show for some seconds. */
export class Reactions {
  /** Whether one's own hand is raised. */
  readonly handRaised = computed(() => (this.facts.me.value?.hand ?? null) !== null);
  /** By participant. */
  readonly shown = signal<ReadonlyMap<string, Reaction>>(new Map());
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  readonly handlers: Partial<Handlers> = {
    reacted: ({ participant, reaction }) => this.show(participant, reaction),
  };

  constructor(
    private readonly facts: Facts,
    private readonly send: (message: ClientMessage) => void,
  ) {}

  /** To be called on, in the order in which hands were raised. */
  toggleHand(): void {
    if (this.facts.mayWrite.value) this.send({ type: "hand", raised: !this.handRaised.value });
  }

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
