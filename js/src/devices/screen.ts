import type { ScreenCode } from "../common/troubles";
import { withheld } from "./policy";

/** Why there is nothing to share, or null. */
export function unsharable(): ScreenCode | null {
  if (!isSecureContext) return "screen-insecure";
  return navigator.mediaDevices && "getDisplayMedia" in navigator.mediaDevices ? null : "screen-missing";
}

/** What one shares of one's screen: a picture, and its sound where the browser gives it. */
export class Screen {
  picture: MediaStreamTrack | null = null;
  sound: MediaStreamTrack | null = null;
  /** What is picked after everything was stopped is not wanted any more. */
  private epoch = 0;

  constructor(private readonly changed: () => void) {}

  /** Let somebody pick what to share. Who picks nothing has changed their mind, which is no failure. */
  async share(): Promise<ScreenCode | null> {
    const epoch = this.epoch;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
      if (epoch === this.epoch) this.keep(stream);
      else for (const track of stream.getTracks()) track.stop();
      return null;
    } catch (error) {
      return reasonOf(error as DOMException);
    }
  }

  stop(): void {
    this.epoch += 1;
    this.picture?.stop();
    this.sound?.stop();
    this.picture = this.sound = null;
    this.changed();
  }

  private keep(stream: MediaStream): void {
    this.picture?.stop();
    this.sound?.stop();
    this.picture = stream.getVideoTracks()[0] ?? null;
    this.sound = stream.getAudioTracks()[0] ?? null;
    const { picture } = this;
    if (picture) {
      // Text must stay readable; movement may wait.
      picture.contentHint = "detail";
      // The browser's own bar has a button, too.
      picture.onended = () => this.picture === picture && this.stop();
    }
    this.changed();
  }
}

function reasonOf({ name, message }: DOMException): ScreenCode | null {
  if (name !== "NotAllowedError") return "screen-failed";
  if (withheld("display-capture")) return "screen-blocked";
  // Chromium's word for a refusal that was the operating system's; all others are the person's own.
  return message.includes("system") ? "screen-withheld" : null;
}
