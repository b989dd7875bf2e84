import { computed, effect, signal } from "@preact/signals";
import { type LayoutName, selfHidden, usualLayout } from "../common/choices";
import { stable } from "../common/stable";
import { publishedIn } from "../room/kernels";
import type { Picture } from "../room/model";
import type { Room } from "../room/room";

/** One tile of a call. */
export interface TileView {
  key: string;
  participant: string;
  picture: Picture | "track";
  own: boolean;
  /** Of a kernel's track, the id of its stream; else empty. */
  stream: string;
}

/** Which tiles a call has, in which order, and which of them is large. */
export class Arrangement {
  /** What the viewer has chosen in this call; it holds even if somebody shares a screen. */
  private readonly chosen = signal<LayoutName | null>(null);
  private readonly wanted = signal<string | null>(null);
  /** Whose screens are shared, the newest last. */
  private readonly sharing = signal<readonly string[]>([]);
  private readonly lastSpeaker = signal<string | null>(null);

  /** The key of the tile whose numbers are shown, or null. */
  readonly detailed = signal<string | null>(null);

  /** By the time of joining, oneself last, so that those who are there stay in place. */
  readonly tiles = stable(
    () => this.list(),
    ({ key }) => key,
  );
  /** The key of the tile that the viewer has pinned, or null. */
  readonly pinned = computed(() => this.present(this.wanted.value));
  readonly layout = computed<LayoutName>(() => {
    if (this.pinned.value) return "speaker";
    return this.chosen.value ?? (this.newestScreen.value ? "speaker" : usualLayout.value);
  });
  /** The key of the large tile, or null where all are alike. */
  readonly large = computed(() => (this.layout.value === "speaker" ? this.mostWanted() : null));

  private readonly newestScreen = computed(() => {
    const others = this.tiles.value.filter(({ picture, own }) => picture === "screen" && !own);
    return others.at(-1)?.key ?? null;
  });

  constructor(private readonly room: Room) {
    effect(() => this.followScreens());
    effect(() => this.followSpeaker());
    effect(() => {
      if (room.facts.call.value || room.rings.outgoing.value) return;
      this.chosen.value = this.wanted.value = this.detailed.value = null;
    });
  }

  choose(layout: LayoutName): void {
    this.wanted.value = null;
    this.chosen.value = usualLayout.value = layout;
  }

  pin(key: string | null): void {
    this.wanted.value = key;
  }

  toggleDetails(key: string): void {
    this.detailed.value = this.detailed.value === key ? null : key;
  }

  private list(): TileView[] {
    const { facts, own } = this.room;
    const { members, you } = facts;
    const cameras = facts.personsInCall().map((id) => camera(id, false));
    const screens = this.sharing.value.filter((id) => members.has(id)).map((id) => screen(id, false));
    const self = you.value ?? "";
    const ownScreen = own.now.value.screen ? [screen(self, true)] : [];
    const others = [...cameras, ...screens, ...this.tracks()];
    const left = selfHidden.value && others.length > 0;
    return [...others, ...ownScreen, ...(left ? [] : [camera(self, true)])];
  }

  private tracks(): TileView[] {
    const pictures = publishedIn(this.room.facts).filter(({ track }) => track.kind === "video");
    return pictures.map(({ kernel, track: { stream } }) => ({
      key: `${kernel}/track/${stream}`,
      participant: kernel,
      picture: "track",
      own: false,
      stream,
    }));
  }

  private mostWanted(): string | null {
    const tiles = this.tiles.value;
    const usual = tiles.find(({ own }) => !own) ?? tiles.at(-1);
    return (
      this.pinned.value ??
      this.newestScreen.value ??
      this.present(this.lastSpeaker.value) ??
      usual?.key ??
      null
    );
  }

  private present(key: string | null): string | null {
    return this.tiles.value.some((tile) => tile.key === key) ? key : null;
  }

  private followScreens(): void {
    const { people, you } = this.room.facts;
    const now = [...people.value.values()].filter(({ id, media }) => media.screen && id !== you.value);
    const before = this.sharing.peek().filter((id) => now.some((person) => person.id === id));
    const begun = now.map(({ id }) => id).filter((id) => !before.includes(id));
    this.sharing.value = [...before, ...begun];
  }

  /** One does not look at oneself speaking. */
  private followSpeaker(): void {
    const { you } = this.room.facts;
    const dominant = this.room.own.dominant.value;
    if (dominant && dominant !== you.value) this.lastSpeaker.value = dominant;
  }
}

function camera(participant: string, own: boolean): TileView {
  return { key: participant, participant, picture: "camera", own, stream: "" };
}

function screen(participant: string, own: boolean): TileView {
  return { key: `${participant}/screen`, participant, picture: "screen", own, stream: "" };
}
