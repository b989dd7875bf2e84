import type { Picture } from "../room/model";
import type { Demand } from "../wire/protocol.gen";

// Heights of pictures. Steps, so that dragging an edge is no stream of messages.
const STEPS = [180, 360, 720, 1080] as const;
const HIGHEST = 1080;
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
  peer: string;
  picture: Picture;
  step: number;
}

/** How high the pictures of others are shown here, which is as high as they need to send them. */
export class Demands {
  private readonly shown = new Map<object, Shown>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: (peer: string) => void) {}

  /** Of somebody who is shown nowhere yet, all is wanted: the first picture must not wait for a word. */
  of(peer: string): Demand {
    return { type: "demand", camera: this.highest(peer, "camera"), screen: this.highest(peer, "screen") };
  }

  /** An element shows a picture so high, in device pixels; 0 when it is out of sight. */
  show(element: object, peer: string, picture: Picture, height: number): void {
    const before = this.of(peer);
    this.shown.set(element, { peer, picture, step: stepFor(height) });
    this.compare(peer, before);
  }

  /** The element is gone. */
  forget(element: object): void {
    const gone = this.shown.get(element);
    if (!gone) return;
    const before = this.of(gone.peer);
    this.shown.delete(element);
    this.compare(gone.peer, before);
  }

  private compare(peer: string, before: Demand): void {
    const { camera, screen } = this.of(peer);
    if (camera === before.camera && screen === before.screen) return;
    clearTimeout(this.timers.get(peer));
    if (camera > before.camera || screen > before.screen) this.tell(peer);
    else
      this.timers.set(
        peer,
        setTimeout(() => this.tell(peer), PATIENCE),
      );
  }

  private tell(peer: string): void {
    this.timers.delete(peer);
    this.changed(peer);
  }

  private highest(peer: string, picture: Picture): number {
    const steps = [...this.shown.values()]
      .filter((shown) => shown.peer === peer && shown.picture === picture)
      .map(({ step }) => step);
    return steps.length > 0 ? Math.max(...steps) : HIGHEST;
  }
}
