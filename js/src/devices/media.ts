import { signal } from "@preact/signals";
import { explainDevice, explainScreen } from "../common/troubles";
import { words } from "../lang";
import type { Room } from "../room/room";
import type { Handlers } from "../wire/messages";
import type { ClientMessage, Grants } from "../wire/protocol.gen";
import { Announcement } from "./announcement";
import { type DeviceProblem, Devices, isSubstitute, type Substitute } from "./devices";
import { inventory, watchInventory } from "./inventory";
import { Meter } from "./meter";
import { nameOf } from "./names";
import { type LocalTracks, Processing, type Processor } from "./processing";
import { Screen } from "./screen";
import { BOTH, type Choice, choices, type Device, find, type Slot, type Want, Wanted } from "./selection";

// In milliseconds: long enough to read the notice twice.
const BRIEFLY = 10_000;
const NEITHER: Want = { camera: false, microphone: false };

/** What one sends oneself: camera, microphone and screen, from the clicks to the tracks. */
export class OwnMedia {
  /** What is sent: devices and screen, as they come out of the processing. */
  tracks: LocalTracks;
  readonly announcement: Announcement;
  /** With what a call begins, and what a preview shows. */
  readonly wanted: Wanted;
  /** What is open, by the browser's names. */
  readonly labels = signal<Readonly<Partial<Record<Slot, string>>>>({});
  private requests = 0;
  /** The microphone is open only while a key is held. */
  private held = false;
  /** What was wanted last and is not there: "Try again" opens this, and nothing that was off by choice. */
  private failed: Want = NEITHER;
  /** Devices that went away in use, and are taken up again when they come back. */
  private readonly missed = new Set<keyof Want>();
  private readonly devices: Devices;
  private readonly screen: Screen;
  private readonly processing: Processing;
  private readonly meter = new Meter();
  private readonly unwatch: () => void;

  readonly handlers: Partial<Handlers> = {
    welcome: ({ grants }) => this.granted(grants),
    granted: ({ grants }) => this.granted(grants),
  };

  constructor(
    private readonly room: Room,
    send: (message: ClientMessage) => void,
    /** The tracks are others than before. */
    private readonly changed: () => void,
    /** What is done to the tracks before they are sent; nothing where it is not given. */
    process?: Processor,
  ) {
    this.announcement = new Announcement(room, send);
    this.processing = new Processing(process);
    this.wanted = new Wanted(room.name);
    this.devices = new Devices(
      () => this.devicesChanged(),
      (slot, label) => void this.lost(slot, label),
    );
    this.screen = new Screen(() => this.screenChanged());
    this.tracks = this.process();
    watchInventory();
    this.unwatch = this.followReturns();
  }

  /** The room is gone from the page. The list of devices stays, since it is the whole page's. */
  dispose(): void {
    this.unwatch();
  }

  /** How loud it is at the microphone, muted or not, from 0 to 1. */
  get level(): number {
    return this.meter.level;
  }

  /** A call begins: what a preview has opened is used, and what is not wanted is closed. */
  async begin(want: Want): Promise<void> {
    this.room.own.previewing.value = false;
    if (!this.room.facts.mayPublish.value) this.devices.stop();
    if (!want.camera) this.devices.close("camera");
    if (!want.microphone) this.devices.close("microphone");
    await this.open(this.lacking(want));
  }

  async preview(): Promise<void> {
    this.room.own.previewing.value = true;
    await this.open(this.lacking(this.wanted.now.value));
  }

  /** A call is to begin with it, or without it. */
  async toggleWanted(slot: keyof Want): Promise<void> {
    if (!this.room.facts.mayPublish.value) return;
    this.wanted.toggle(slot);
    if (this.room.own.previewing.value) await this.follow(slot);
  }

  endPreview(): void {
    this.room.own.previewing.value = false;
    this.missed.clear();
    this.devices.stop();
  }

  /** Open what is not open. */
  async openBoth(): Promise<void> {
    if (this.inUse) await this.open(this.lacking(BOTH));
  }

  /** Open what failed to open. */
  async tryAgain(): Promise<void> {
    if (this.inUse) await this.open(this.lacking(this.failed));
  }

  /** Use this one from now on: a switch is no new offer. What is off stays off, but for one that was not wanted at all. */
  async choose(slot: Slot, choice: Choice): Promise<void> {
    const before = choices[slot].value;
    choices[slot].value = choice;
    if (slot === "speaker" || !this.inUse) return;
    const held = this.devices[slot];
    this.missed.delete(slot);
    if (this.room.own.previewing.value) await this.follow(slot);
    else if (choice === "none") this.devices.close(slot);
    else if (this.devices[slot] || before === "none") await this.reopen(slot);
    // It did not open, and the one before is in use again.
    const now = this.devices[slot];
    if (held && now && isSubstitute(now) && choices[slot].value === choice) choices[slot].value = before;
  }

  toggleMicrophone(): void {
    this.held = false;
    const microphone = this.room.own.now.value.microphone;
    if (microphone === "off") {
      // Muted is what the one before was.
      this.devices.mute(false);
      this.turnOn("microphone");
    } else this.devices.mute(microphone === "on");
  }

  toggleCamera(): void {
    this.missed.delete("camera");
    if (this.devices.camera) this.devices.close("camera");
    else this.turnOn("camera");
  }

  /** Push to talk: a muted microphone is open for as long as this is held. */
  hold(): void {
    if (this.room.own.now.value.microphone !== "muted") return;
    this.held = true;
    this.devices.mute(false);
  }

  letGo(): void {
    if (this.held) this.devices.mute(true);
    this.held = false;
  }

  async toggleScreen(): Promise<void> {
    if (this.screen.picture) {
      this.screen.stop();
      return;
    }
    const code = await this.screen.share();
    if (code) this.room.view.complain(explainScreen(code));
  }

  /** Close all devices, and share nothing any more. */
  stop(): void {
    this.announcement.reset();
    this.room.own.previewing.value = false;
    this.held = false;
    this.missed.clear();
    this.screen.stop();
    this.devices.stop();
  }

  private granted({ publish }: Grants): void {
    // Nobody takes what is sent any more, and the page has no button left to switch it off.
    if (!publish) this.stop();
  }

  private get inUse(): boolean {
    const { facts, rings, own } = this.room;
    return facts.call.value !== null || rings.outgoing.value !== null || own.previewing.value;
  }

  /** Of what is wanted, that which is neither open already nor ruled out by choice. */
  private lacking(want: Want): Want {
    return {
      camera: want.camera && !this.devices.camera && choices.camera.value !== "none",
      microphone: want.microphone && !this.devices.microphone && choices.microphone.value !== "none",
    };
  }

  private turnOn(slot: keyof Want): void {
    if (choices[slot].value === "none") choices[slot].value = "any";
    void this.reopen(slot);
  }

  /** The preview shows what a call would begin with. */
  private async follow(slot: keyof Want): Promise<void> {
    this.missed.delete(slot);
    if (this.wanted.now.value[slot]) {
      await this.reopen(slot);
      return;
    }
    this.devices.close(slot);
    this.room.view.clearDeviceTrouble();
  }

  private async reopen(slot: keyof Want): Promise<void> {
    await this.open(only(slot));
  }

  private async open(want: Want): Promise<void> {
    this.room.own.unattended.value = false;
    this.room.view.trouble.value = null;
    if (!this.room.facts.mayPublish.value || !(want.camera || want.microphone)) return;
    this.requests += 1;
    const request = this.requests;
    this.room.own.set({ opening: true });
    const { problem, substitutes } = await this.devices.open(want);
    if (request === this.requests) this.room.own.set({ opening: false });
    if (problem) this.complain(problem, this.lacking(want));
    if (substitutes.length > 0) this.notifyBriefly(substitutes.map(describe).join(" "));
  }

  private complain({ code, missing }: DeviceProblem, failed: Want): void {
    this.failed = failed;
    this.room.view.complain(explainDevice(code, missing));
  }

  /** A device went away while it was in use. Another microphone takes its place, but no camera that nobody pointed. */
  private async lost(slot: keyof Want, label: string): Promise<void> {
    this.missed.add(slot);
    const problem = slot === "camera" || (await this.devices.open(only(slot))).problem;
    const substitute = this.devices[slot];
    if (substitute)
      this.notifyBriefly(words.devices.replaced(nameOf(slot, label), nameOf(slot, substitute.label)));
    else if (problem) this.complain({ code: "device-lost", missing: slot }, only(slot));
  }

  /** The chosen device is plugged in again: it is used again, if its place was in use. */
  private followReturns(): () => void {
    let before = inventory.value;
    return inventory.subscribe((now) => {
      for (const slot of ["camera", "microphone"] as const) {
        const back = find(choices[slot].value, now[slot]);
        const away = find(choices[slot].value, before[slot]) === null;
        if (back && away && this.inUse && this.missed.has(slot)) void this.takeUp(slot, back);
      }
      before = now;
    });
  }

  private async takeUp(slot: keyof Want, { label }: Device): Promise<void> {
    this.missed.delete(slot);
    await this.reopen(slot);
    if (this.devices[slot]) this.notifyBriefly(words.devices.taken(nameOf(slot, label)));
  }

  private notifyBriefly(text: string): void {
    const { notice } = this.room.view;
    this.room.view.notify(text);
    setTimeout(() => {
      if (notice.value === text) notice.value = "";
    }, BRIEFLY);
  }

  private process(): LocalTracks {
    const { devices, screen } = this;
    return this.processing.apply({
      microphone: devices.microphone,
      camera: devices.camera,
      screen: screen.picture,
      screenSound: screen.sound,
    });
  }

  private devicesChanged(): void {
    this.tracks = this.process();
    const { camera, microphone } = this.devices;
    const silenced = { camera: camera?.muted ?? false, microphone: microphone?.muted ?? false };
    const before = this.room.own.now.value.stream?.getVideoTracks()[0] ?? null;
    const picture = silenced.camera ? null : this.tracks.camera;
    this.room.own.set({
      camera: camera !== null,
      microphone: microphone === null ? "off" : microphone.enabled ? "on" : "muted",
      silenced,
      ...(picture !== before && { stream: picture && new MediaStream([picture]) }),
    });
    this.labels.value = { camera: camera?.label ?? "", microphone: microphone?.label ?? "" };
    this.meter.listen(this.devices.monitor);
    this.changed();
    this.announcement.announce();
  }

  private screenChanged(): void {
    this.tracks = this.process();
    const { screen } = this.tracks;
    this.room.own.set({ screen: screen && new MediaStream([screen]) });
    this.changed();
    this.announcement.announce();
  }
}

function only(slot: keyof Want): Want {
  return { camera: slot === "camera", microphone: slot === "microphone" };
}

function describe({ slot, chosen, used }: Substitute): string {
  const { instead, taken } = words.devices;
  return chosen ? instead(nameOf(slot, chosen), nameOf(slot, used)) : taken(nameOf(slot, used));
}
