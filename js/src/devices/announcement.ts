import { quote } from "../common/troubles";
import type { Room } from "../room/room";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, Media, Problem } from "../wire/protocol.gen";

// The server takes five in a second, in the long run.
const TOLD_AGAIN = 2_000;
const NOTHING: Media = { audio: false, video: false, screen: false };

/** What the others are told they may expect to see and hear of oneself. */
export class Announcement {
  /** What they were told last; null: the server did not take it. */
  private told: Media | null = NOTHING;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly handlers: Partial<Handlers> = {
    roster: () => {
      const { me } = this.room.facts;
      this.told = me.value?.media ?? NOTHING;
      if (me.value?.call) this.tell();
    },
    joined: () => this.tell(),
    problem: (problem) => {
      if (problem.about === "media") this.refused(problem);
    },
  };

  constructor(
    private readonly room: Room,
    private readonly send: (message: ClientMessage) => void,
  ) {}

  /** Tell what is so now, if it is other than what was told. */
  tell(): void {
    const { camera, microphone, silenced, screen } = this.room.own.now.value;
    const media = {
      audio: microphone === "on" && !silenced.microphone,
      video: camera && !silenced.camera,
      screen: screen !== null,
    };
    if (!this.room.facts.call.value || (this.told && same(media, this.told))) return;
    this.told = media;
    this.send({ type: "media", media });
  }

  /** Who is out of a call sends nothing, as the server knows by itself. */
  reset(): void {
    this.told = NOTHING;
    clearTimeout(this.timer);
  }

  /** The others still believe what they were told before: what came too often is told again; else one hears why. */
  private refused(problem: Problem): void {
    this.told = null;
    clearTimeout(this.timer);
    if (problem.code === "too-fast") this.timer = setTimeout(() => this.tell(), TOLD_AGAIN);
    else this.room.view.complain(quote(problem));
  }
}

function same(one: Media, other: Media): boolean {
  return one.audio === other.audio && one.video === other.video && one.screen === other.screen;
}
