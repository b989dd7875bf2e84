import { batch } from "@preact/signals";
import { loudnessOf } from "../devices/meter";
import type { Room } from "../room/room";
import { MutedTalk, Speakers } from "./speakers";

const INTERVAL = 100;
// One's own level is shown in so many steps, each of which is painted.
const STEPS = 10;
// What is measured with takes a while to open: by then the first pictures are here.
const FIRST = 1_000;

/** Ten times a second during a call, from its second second on, who is heard. The room is told only when it changes. */
export class Levels {
  private speakers = new Speakers();
  private mutedTalk = new MutedTalk();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly room: Room,
    /** How loud each of the others is, from 0 to 1. */
    private readonly others: () => ReadonlyMap<string, number>,
    /** How loud it is at one's own microphone, muted or not. */
    private readonly own: () => number,
  ) {}

  start(): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.timer = setInterval(() => this.measure(performance.now()), INTERVAL);
    }, FIRST);
  }

  stop(): void {
    clearInterval(this.timer);
    this.speakers = new Speakers();
    this.mutedTalk = new MutedTalk();
    this.publish(new Set(), null, false);
    this.room.own.loudness.value = 0;
  }

  private measure(now: number): void {
    const { microphone } = this.room.own.now.value;
    const you = this.room.facts.you.value;
    const own = this.own();
    const levels = new Map([...this.others()].map(([peer, level]) => [peer, this.sends(peer) ? level : 0]));
    if (you && microphone === "on") levels.set(you, own);
    const speaking = this.speakers.update(levels, you, now);
    const muted = this.mutedTalk.update(microphone === "muted", own, now);
    this.publish(speaking, this.speakers.dominant, muted);
    const heard = microphone === "on" ? loudnessOf(own) : 0;
    this.room.own.loudness.value = Math.round(heard * STEPS) / STEPS;
  }

  /** What is measured of somebody muted is the echo of a moment ago. */
  private sends(peer: string): boolean {
    return this.room.facts.people.value.get(peer)?.media.audio ?? false;
  }

  private publish(speaking: ReadonlySet<string>, dominant: string | null, talkingMuted: boolean): void {
    const { own } = this.room;
    batch(() => {
      if (!same(speaking, own.speaking.value)) own.speaking.value = speaking;
      own.dominant.value = dominant;
      own.talkingMuted.value = talkingMuted;
    });
  }
}

function same(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}
