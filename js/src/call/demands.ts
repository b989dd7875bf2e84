import type { Picture } from "../room/model";

// Heights of pictures. Steps, so that dragging an edge is no stream of messages.
const STEPS = [180, 360, 720, 1080] as const;
export const HIGHEST = 1080;
// A picture that is enlarged by so little is not seen to be.
const ENLARGED = 0.8;
// A picture that is sent smaller has not quite the same shape: no reason to ask for another one.
const ROUNDING = 0.02;
// Whatever gets smaller may get larger again at once: a scroll, a tab that is passed by.
const PATIENCE = 500;

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

/** How high the pictures of others are shown here, which is as high as they need to send them. */
export class Demands {
  private readonly shown = new Map<object, Shown>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: (participant: string, picture: Picture, pixels: number) => void) {}

  /** Of somebody who is shown nowhere yet, all is wanted: the first picture must not wait for a word. */
  of(participant: string, picture: Picture): number {
    const steps = [...this.shown.values()]
      .filter((shown) => shown.participant === participant && shown.picture === picture)
      .map(({ step }) => step);
    return steps.length > 0 ? Math.max(...steps) : HIGHEST;
  }

  /** All that is shown, for an engine that comes into use. */
  all(): [participant: string, picture: Picture, pixels: number][] {
    return [...this.shown.values()].map(({ participant, picture }) => [
      participant,
      picture,
      this.of(participant, picture),
    ]);
  }

  /** An element shows a picture so high, in device pixels; 0 when it is out of sight. */
  show(element: object, participant: string, picture: Picture, height: number): void {
    const before = this.of(participant, picture);
    this.shown.set(element, { participant, picture, step: stepFor(height) });
    this.compare(participant, picture, before);
  }

  /** The element is gone. */
  forget(element: object): void {
    const gone = this.shown.get(element);
    if (!gone) return;
    const { participant, picture } = gone;
    const before = this.of(participant, picture);
    this.shown.delete(element);
    this.compare(participant, picture, before);
  }

  private compare(participant: string, picture: Picture, before: number): void {
    const now = this.of(participant, picture);
    if (now === before) return;
    const key = `${picture} of ${participant}`;
    clearTimeout(this.timers.get(key));
    const tell = () => this.changed(participant, picture, this.of(participant, picture));
    if (now > before) tell();
    else this.timers.set(key, setTimeout(tell, PATIENCE));
  }
}
