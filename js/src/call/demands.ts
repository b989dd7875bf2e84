import type { Picture } from "../room/model";

// Heights of pictures. Steps, so that dragging an edge is no stream of messages.
const STEPS = [180, 360, 720, 1080] as const;
export const HIGHEST = 1080;
// A picture that is enlarged by so little is not seen to be.
const ENLARGED = 0.8;
// A picture that is sent smaller has not quite the same shape: no reason to ask for another one.
const ROUNDING = 0.02;
// Whatever gets smaller may get larger again at once: a scroll, a tab that is passed by.
const DELAY = 500;

/** The height to ask for where a picture is shown so high, in device pixels. */
export function stepFor(height: number): number {
  if (height < 1) return 0;
  return STEPS.find((step) => step >= height * ENLARGED) ?? HIGHEST;
}

interface Size {
  width: number;
  height: number;
}

/** How high a picture is that covers a box: what the box crops off it is sent all the same. */
export function heightToCover(box: Size, picture: Size): number {
  if (picture.width < 1 || picture.height < 1) return box.height;
  const height = (box.width * picture.height) / picture.width;
  return height > box.height * (1 + ROUNDING) ? height : box.height;
}

interface Shown {
  participant: string;
  picture: Picture;
  step: number;
}

interface Asked {
  pixels: number;
  /** What is asked for next. It differs from `pixels` while the timer runs. */
  wanted: number;
  /** Until less is asked for. */
  timer?: ReturnType<typeof setTimeout>;
}

/** How high the pictures of others are shown here, which is as high as they need to send them. */
export class Demands {
  private readonly shown = new Map<object, Shown>();
  /** What was asked for last, by participant. Before that all is sent: a first picture must not wait for a word. */
  private readonly asked = new Map<string, Record<Picture, Asked>>();
  /** There are tiles of this call: who has none of them is not seen. */
  private laidOut = false;

  constructor(private readonly changed: (participant: string, picture: Picture, pixels: number) => void) {}

  of(participant: string, picture: Picture): number {
    const steps = [...this.shown.values()]
      .filter((shown) => shown.participant === participant && shown.picture === picture)
      .map(({ step }) => step);
    if (steps.length > 0) return Math.max(...steps);
    // A screen is shown as soon as it comes, and is large then.
    return this.laidOut && picture === "camera" ? 0 : HIGHEST;
  }

  /** All that was asked for, for an engine that comes into use. */
  all(): [participant: string, picture: Picture, pixels: number][] {
    return [...this.asked].flatMap(([participant, { camera, screen }]) => [
      [participant, "camera", camera.pixels],
      [participant, "screen", screen.pixels],
    ]);
  }

  /** A call begins, in which nobody has been asked for anything. Tiles that are there already count. */
  begin(): void {
    const members = [...this.asked.keys()];
    this.keep([]);
    this.laidOut = this.shown.size > 0;
    this.keep(members);
  }

  /** These are in the call. */
  keep(members: readonly string[]): void {
    for (const [member, { camera, screen }] of this.asked) {
      if (members.includes(member)) continue;
      clearTimeout(camera.timer);
      clearTimeout(screen.timer);
      this.asked.delete(member);
    }
    for (const member of members) {
      if (!this.asked.has(member)) this.asked.set(member, { camera: everything(), screen: everything() });
      this.compare(member);
    }
  }

  /** An element shows a picture so high, in device pixels; 0 when it is out of sight. */
  show(element: object, participant: string, picture: Picture, height: number): void {
    this.shown.set(element, { participant, picture, step: stepFor(height) });
    const compared = this.laidOut ? [participant] : this.asked.keys();
    this.laidOut = true;
    for (const one of compared) this.compare(one);
  }

  /** The element is gone. */
  forget(element: object): void {
    const gone = this.shown.get(element);
    this.shown.delete(element);
    if (gone) this.compare(gone.participant);
  }

  private compare(participant: string): void {
    for (const picture of ["camera", "screen"] as const) {
      const asked = this.asked.get(participant)?.[picture];
      const now = this.of(participant, picture);
      if (!asked || now === asked.wanted) continue;
      asked.wanted = now;
      clearTimeout(asked.timer);
      const tell = () => {
        asked.pixels = now;
        this.changed(participant, picture, now);
      };
      if (now > asked.pixels) tell();
      else if (now < asked.pixels) asked.timer = setTimeout(tell, DELAY);
    }
  }
}

function everything(): Asked {
  return { pixels: HIGHEST, wanted: HIGHEST };
}
