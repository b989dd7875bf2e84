import { quote } from "../common/troubles";
import type { Room } from "../room/room";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, Media, Problem } from "../wire/protocol.gen";

// The server takes five in a second, in the long run.
const AGAIN_AFTER = 2_000;
const NOTHING: Media = { audio: false, video: false, screen: false };

/** What the others are told that they may expect to see and hear of oneself. */
export class Announcement {
  /** What they were told last; null: the server did not take it. */
  private announced: Media | null = NOTHING;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly handlers: Partial<Handlers> = {
    roster: () => {
      const { me } = this.room.facts;
      this.announced = me.value?.media ?? NOTHING;
      if (me.value?.call) this.announce();
    },
    joined: () => this.announce(),
    problem: (problem) => {
      if (problem.about === "media") this.refused(problem);
    },
  };

  constructor(
    private readonly room: Room,
    private readonly send: (message: ClientMessage) => void,
  ) {}

  /** Tell them what is so now, unless they were told already. */
  announce(): void {
    const { camera, microphone, silenced, screen } = this.room.own.now.value;
    const media = {
      audio: microphone === "on" && !silenced.microphone,
      video: camera && !silenced.camera,
      screen: screen !== null,
    };
    if (!this.room.facts.call.value || (this.announced && same(media, this.announced))) return;
    this.announced = media;
    this.send({ type: "media", media });
  }

  /** Outside a call one sends nothing, as the server knows by itself. */
  reset(): void {
    this.announced = NOTHING;
    clearTimeout(this.timer);
  }

  /** The others still believe what they were told before: what came too often is sent again, any other reason is shown. */
  private refused(problem: Problem): void {
    this.announced = null;
    clearTimeout(this.timer);
    if (problem.code === "too-fast") this.timer = setTimeout(() => this.announce(), AGAIN_AFTER);
    else this.room.view.complain(quote(problem));
  }
}

function same(one: Media, other: Media): boolean {
  return one.audio === other.audio && one.video === other.video && one.screen === other.screen;
}
