import { type DeviceProblem, Devices, type Want } from "./devices";
import type { LocalTracks } from "./engine";
import type { ClientMessage, Media } from "./protocol.gen";
import { Screen } from "./screen";
import type { Store } from "./store";
import { explain, explainDevice } from "./words";

export const BOTH: Want = { camera: true, microphone: true };
const SILENT: Media = { audio: false, video: false, screen: false };

/** What one sends oneself: camera, microphone and screen, from the clicks to the tracks. */
export class OwnMedia {
  private told: Media = SILENT;
  private requests = 0;
  private readonly devices: Devices;
  private readonly screen: Screen;

  constructor(
    private readonly store: Store,
    private readonly send: (message: ClientMessage) => void,
    /** The tracks are others than before. */
    private readonly changed: () => void,
  ) {
    this.devices = new Devices(
      () => this.devicesChanged(),
      (problem) => this.complain(problem),
    );
    this.screen = new Screen(() => this.screenChanged());
  }

  get tracks(): LocalTracks {
    const { camera, microphone } = this.devices;
    return { camera, microphone, screen: this.screen.picture, screenSound: this.screen.sound };
  }

  async open(want: Want): Promise<void> {
    this.store.unattended.value = false;
    this.store.trouble.value = null;
    if (!this.store.mayPublish.value) return;
    this.requests += 1;
    const request = this.requests;
    this.store.setOwn({ opening: true });
    const problem = await this.devices.open(want);
    if (request === this.requests) this.store.setOwn({ opening: false });
    if (problem) this.complain(problem);
  }

  /** Open what is not open. */
  async openMissing(): Promise<void> {
    if (!this.store.call.value && !this.store.outgoing.value) return;
    await this.open({ camera: !this.devices.camera, microphone: !this.devices.microphone });
  }

  toggleMicrophone(): void {
    const microphone = this.store.own.value.microphone;
    if (microphone === "off") void this.open({ camera: false, microphone: true });
    else this.devices.mute(microphone === "on");
  }

  toggleCamera(): void {
    if (this.devices.camera) this.devices.closeCamera();
    else void this.open({ camera: true, microphone: false });
  }

  async toggleScreen(): Promise<void> {
    if (this.screen.picture) {
      this.screen.stop();
      return;
    }
    const code = await this.screen.share();
    if (code) this.store.complain(explain(code));
  }

  /** Everything goes dark and silent. */
  stop(): void {
    // Whoever is out of a call sends nothing, as the server knows by itself.
    this.told = SILENT;
    this.screen.stop();
    this.devices.stop();
  }

  /** What the server believes, when it has told everything anew. */
  believed(media: Media = SILENT): void {
    this.told = media;
  }

  /** Tell the others what they may expect to see and hear. */
  tell(): void {
    const { camera, microphone, screen } = this.store.own.value;
    const media = { audio: microphone === "on", video: camera, screen: screen !== null };
    if (!this.store.call.value || same(media, this.told)) return;
    this.told = media;
    this.send({ type: "media", media });
  }

  private complain({ code, missing }: DeviceProblem): void {
    this.store.complain(explainDevice(code, missing));
  }

  private devicesChanged(): void {
    const { camera, microphone } = this.devices;
    const before = this.store.own.value.stream?.getVideoTracks()[0] ?? null;
    this.store.setOwn({
      camera: camera !== null,
      microphone: microphone === null ? "off" : microphone.enabled ? "on" : "muted",
      ...(camera !== before && { stream: camera && new MediaStream([camera]) }),
    });
    this.changed();
    this.tell();
  }

  private screenChanged(): void {
    const { picture } = this.screen;
    this.store.setOwn({ screen: picture && new MediaStream([picture]) });
    this.changed();
    this.tell();
  }
}

function same(one: Media, other: Media): boolean {
  return one.audio === other.audio && one.video === other.video && one.screen === other.screen;
}
