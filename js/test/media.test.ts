import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inventory } from "../src/devices/inventory";
import { OwnMedia } from "../src/devices/media";
import { choices, type Device } from "../src/devices/selection";
import { BOTH } from "../src/devices/wanted";
import { Room } from "../src/room/room";
import { describeSilenced } from "../src/ui/base/silenced";
import type { ClientMessage } from "../src/wire/protocol.gen";
import { problem } from "./wire";

const CAMERA: Device = { id: "cam", label: "Cam" };
const BACK: Device = { id: "back", label: "Back" };
const MIC: Device = { id: "mic", label: "Mic" };
const HEADSET: Device = { id: "headset", label: "Headset" };
const settle = () => new Promise((resolve) => setTimeout(resolve));

class FakeTrack {
  enabled = true;
  muted = false;
  readyState = "live";
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(
    readonly kind: string,
    readonly device: Device,
    readonly facingMode?: string,
  ) {}

  get label(): string {
    return this.device.label;
  }

  /** As in Chromium, where a track that has ended tells nothing. */
  getSettings() {
    return this.readyState === "live" ? { deviceId: this.device.id, facingMode: this.facingMode } : {};
  }

  clone(): FakeTrack {
    return new FakeTrack(this.kind, this.device);
  }

  stop(): void {
    this.readyState = "ended";
  }
}

/** The name of the error with which a request fails, or null. */
let refuse: (request: MediaStreamConstraints) => string | null;
let facing: string | undefined;
let opened: FakeTrack[];
let asked: MediaStreamConstraints[];
let room: Room;
let media: OwnMedia;
let sent: ClientMessage[];

async function getUserMedia(request: MediaStreamConstraints) {
  asked.push(request);
  const error = refuse(request);
  if (error) throw Object.assign(new Error(error), { name: error });
  const { video, audio } = request;
  const tracks = [
    ...(video ? [new FakeTrack("video", device(video, inventory.value.camera, CAMERA), facing)] : []),
    ...(audio ? [new FakeTrack("audio", device(audio, inventory.value.microphone, MIC))] : []),
  ];
  opened.push(...tracks);
  return { getTracks: () => tracks };
}

function device(wanted: boolean | MediaTrackConstraints, there: readonly Device[], usual: Device): Device {
  return there.find(({ id }) => id === deviceOf(wanted)) ?? usual;
}

/** As on a phone: while another camera is in use, this one is not to be had. */
function oneAtATime({ video }: MediaStreamConstraints): string | null {
  const live = opened.filter(({ kind, readyState }) => kind === "video" && readyState === "live");
  const id = deviceOf(video ?? false) ?? CAMERA.id;
  return video && live.some((track) => track.device.id !== id) ? "NotReadableError" : null;
}

const cameras = () => opened.filter(({ kind, readyState }) => kind === "video" && readyState === "live");

/** Which kinds and devices were asked for. */
const requests = () =>
  asked.map(({ video, audio }) => [video, audio].map((wanted) => wanted && (deviceOf(wanted) ?? "any")));

function deviceOf(wanted: boolean | MediaTrackConstraints): string | undefined {
  const { deviceId } = wanted as { deviceId?: { exact: string } };
  return deviceId?.exact;
}

function plugged(...cameras: Device[]): void {
  inventory.value = { camera: cameras, microphone: [HEADSET], speaker: [] };
}

function unplug(slot: "camera" | "microphone"): void {
  if (slot === "camera") plugged();
  (media.tracks[slot] as unknown as FakeTrack).onended?.();
}

beforeEach(() => {
  const enumerateDevices = () => new Promise(() => {});
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("document", {});
  vi.stubGlobal("window", { top: null });
  vi.stubGlobal("navigator", {
    userAgent: "",
    mediaDevices: { addEventListener: () => {}, enumerateDevices, getUserMedia },
  });
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(private readonly tracks: FakeTrack[]) {}
      getVideoTracks = () => this.tracks;
    },
  );
  vi.stubGlobal(
    "AudioContext",
    class {
      createMediaStreamSource = () => ({ connect: () => {}, disconnect: () => {} });
      resume = async () => {};
      close = async () => {};
    },
  );
  vi.stubGlobal("AnalyserNode", class {});
  refuse = () => null;
  asked = [];
  opened = [];
  facing = undefined;
  plugged(CAMERA);
  choices.camera.value = CAMERA;
  choices.microphone.value = "any";
  room = new Room("algebra");
  room.facts.call.value = { id: "main", kind: "main", confirmed: true };
  sent = [];
  media = new OwnMedia(
    room,
    (message) => sent.push(message),
    () => {},
  );
});

afterEach(() => {
  media.stop();
  media.dispose();
  vi.unstubAllGlobals();
});

describe("trying again", () => {
  it("opens what failed, and no camera that was off by choice", async () => {
    refuse = () => "NotReadableError";
    await media.begin({ camera: false, microphone: true });
    refuse = () => null;
    await media.tryAgain();
    expect(requests().at(-1)).toEqual([false, "any"]);
    expect(room.own.now.value).toMatchObject({ camera: false, microphone: "on" });
  });

  it("is more than turning both on, which a call that Python began asks for", async () => {
    await media.openBoth();
    expect(requests()).toEqual([["cam", "any"]]);
  });
});

describe("a camera that went away", () => {
  beforeEach(() => media.begin(BOTH));

  it("is not replaced by another one, unasked", async () => {
    asked = [];
    unplug("camera");
    await settle();
    expect(asked).toEqual([]);
    expect(room.view.trouble.value).toMatchObject({ code: "device-lost", remedy: "devices" });
    await media.tryAgain();
    expect(requests()).toEqual([["cam", false]]);
  });

  it("is used again when it comes back", async () => {
    unplug("camera");
    plugged(CAMERA);
    await settle();
    expect(room.own.now.value.camera).toBe(true);
  });

  it("stays off if the camera was turned off meanwhile", async () => {
    unplug("camera");
    media.toggleCamera();
    await settle();
    media.toggleCamera();
    plugged(CAMERA);
    await settle();
    expect(room.own.now.value.camera).toBe(false);
  });

  it("stays off once the preview was ended", async () => {
    media.stop();
    room.facts.call.value = null;
    await media.preview();
    unplug("camera");
    media.endPreview();
    plugged(CAMERA);
    await settle();
    expect(room.own.now.value.camera).toBe(false);
  });
});

it("hears of no devices once its room is gone", async () => {
  await media.begin(BOTH);
  unplug("camera");
  media.dispose();
  asked = [];
  plugged(CAMERA);
  await settle();
  expect(asked).toEqual([]);
});

it("replaces a microphone that went away", async () => {
  await media.begin(BOTH);
  unplug("microphone");
  await settle();
  expect(requests().at(-1)).toEqual([false, "any"]);
  expect(room.own.now.value.microphone).toBe("on");
});

it("opens a microphone to be heard, although the one before was muted", async () => {
  await media.begin(BOTH);
  media.toggleMicrophone();
  refuse = () => "NotFoundError";
  unplug("microphone");
  await settle();
  expect(room.own.now.value.microphone).toBe("off");
  refuse = () => null;
  media.toggleMicrophone();
  await settle();
  expect(room.own.now.value.microphone).toBe("on");
});

describe("what the server did not take", () => {
  const told = () => sent.map((message) => (message.type === "media" ? message.media.audio : null));

  beforeEach(async () => {
    await media.begin({ camera: false, microphone: true });
    vi.useFakeTimers();
    media.toggleMicrophone();
    expect(told()).toEqual([true, false]);
  });

  afterEach(() => vi.useRealTimers());

  it("is told again, as it is by then, when it came too often", () => {
    media.untold(problem("too-fast", "media"));
    expect(told()).toEqual([true, false]);
    vi.runAllTimers();
    expect(told()).toEqual([true, false, false]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is explained when it may not be", () => {
    media.untold(problem("not-allowed", "media"));
    vi.runAllTimers();
    expect(told()).toEqual([true, false]);
    expect(room.view.trouble.value).toMatchObject({ code: "not-allowed" });
  });
});

describe("a chosen device that does not open", () => {
  beforeEach(() => {
    choices.microphone.value = HEADSET;
  });

  it("leaves the choice of the other one as it is", async () => {
    refuse = ({ video }) => (video && deviceOf(video) === "cam" ? "NotReadableError" : null);
    await media.begin(BOTH);
    expect(requests().at(-1)).toEqual(["any", "headset"]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is not asked for in another way by whom it was refused", async () => {
    refuse = () => "NotAllowedError";
    await media.begin(BOTH);
    expect(requests()).toEqual([
      ["cam", "headset"],
      [false, "headset"],
      ["cam", false],
    ]);
  });
});

describe("a preview", () => {
  const open = () => [media.tracks.camera, media.tracks.microphone].map((track) => track !== null);

  beforeEach(() => {
    room.facts.call.value = null;
    choices.camera.value = "any";
  });

  it("opens what a call would begin with, and follows when that changes", async () => {
    await media.toggleWanted("camera");
    await media.preview();
    expect(requests()).toEqual([[false, "any"]]);
    await media.toggleWanted("camera");
    expect(open()).toEqual([true, true]);
    await media.toggleWanted("microphone");
    expect(open()).toEqual([true, false]);
  });

  it("opens nothing when another device is chosen in the place of one that is off", async () => {
    await media.preview();
    await media.toggleWanted("camera");
    asked = [];
    await media.choose("camera", CAMERA);
    expect(asked).toEqual([]);
    await media.toggleWanted("camera");
    expect(requests()).toEqual([["cam", false]]);
  });

  it("shows no choice of none, and another one again", async () => {
    await media.preview();
    await media.choose("camera", "none");
    expect(open()).toEqual([false, true]);
    await media.choose("camera", CAMERA);
    expect(open()).toEqual([true, true]);
  });

  it("says no more of a camera that failed once it is turned off", async () => {
    refuse = ({ video }) => (video ? "NotReadableError" : null);
    await media.preview();
    expect(room.view.trouble.value).toMatchObject({ code: "device-busy" });
    await media.toggleWanted("camera");
    expect(room.view.trouble.value).toBeNull();
  });
});

describe("what was turned off while the browser still asked for it", () => {
  let answer: () => void;

  beforeEach(() => {
    room.facts.call.value = null;
    const permission = new Promise<void>((resolve) => {
      answer = resolve;
    });
    vi.stubGlobal("navigator", {
      ...navigator,
      mediaDevices: {
        ...navigator.mediaDevices,
        getUserMedia: (request: MediaStreamConstraints) => permission.then(() => getUserMedia(request)),
      },
    });
  });

  it("is not opened by the answer, and the other one is", async () => {
    const preview = media.preview();
    await media.toggleWanted("camera");
    answer();
    await preview;
    expect(room.own.now.value).toMatchObject({ camera: false, microphone: "on" });
  });

  it("is not sent in a call that began meanwhile without it", async () => {
    const preview = media.preview();
    room.facts.call.value = { id: "main", kind: "main", confirmed: true };
    const call = media.begin({ camera: false, microphone: true });
    answer();
    await Promise.all([preview, call]);
    expect(room.own.now.value).toMatchObject({ camera: false, microphone: "on" });
    expect(sent.at(-1)).toEqual({ type: "media", media: { audio: true, video: false, screen: false } });
  });
});

it("asks for nothing where a call begins with nothing", async () => {
  await media.begin({ camera: false, microphone: false });
  expect(asked).toEqual([]);
  expect(room.own.now.value).toMatchObject({ camera: false, microphone: "off", opening: false });
});

describe("another camera", () => {
  beforeEach(async () => {
    plugged(CAMERA, BACK);
    await media.begin(BOTH);
    asked = [];
  });

  it("is there before the one in use is let go of", async () => {
    const [before] = cameras();
    refuse = () => {
      expect(before?.readyState).toBe("live");
      return null;
    };
    await media.choose("camera", BACK);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
    expect(requests()).toEqual([["back", false]]);
    expect(room.view.notice.value).toBe("");
  });

  it("is used where there can be only one at a time, and nobody hears of a pause", async () => {
    refuse = oneAtATime;
    sent = [];
    await media.choose("camera", BACK);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
    expect(choices.camera.value).toEqual(BACK);
    expect(sent).toEqual([]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is asked for after the other one was let go of, on a device that tells where cameras look", async () => {
    facing = "user";
    await media.choose("camera", CAMERA);
    refuse = (request) => {
      expect(cameras()).toEqual([]);
      return oneAtATime(request);
    };
    asked = [];
    await media.choose("camera", BACK);
    expect(requests()).toEqual([["back", false]]);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
  });

  it("gives its place back to the very one that was let go of for it", async () => {
    facing = "user";
    await media.choose("camera", CAMERA);
    refuse = (request) => (deviceOf(request.video ?? false) === "back" ? "NotReadableError" : null);
    asked = [];
    await media.choose("camera", BACK);
    expect(requests()).toEqual([
      ["back", false],
      ["cam", false],
    ]);
  });

  it.each(["NotReadableError", "OverconstrainedError"])(
    "that does not open (%s) is replaced by the one before, which is told",
    async (error) => {
      refuse = (request) => (deviceOf(request.video ?? false) === "back" ? error : oneAtATime(request));
      await media.choose("camera", BACK);
      expect(cameras().map(({ label }) => label)).toEqual(["Cam"]);
      expect(choices.camera.value).toEqual(CAMERA);
      expect(room.view.notice.value).toBe("Back could not be opened; now in use: Cam");
      expect(room.own.now.value.camera).toBe(true);
    },
  );

  it("is all that is missing where the one before does not open again, either", async () => {
    refuse = ({ video }) => (video ? "NotReadableError" : null);
    await media.choose("camera", BACK);
    expect(room.own.now.value).toMatchObject({ camera: false, stream: null, microphone: "on" });
    expect(room.view.trouble.value).toMatchObject({ code: "device-busy" });
  });

  it("stays closed when the camera is turned off before it is there", async () => {
    const chosen = media.choose("camera", BACK);
    media.toggleCamera();
    await chosen;
    expect(cameras()).toEqual([]);
    expect(room.own.now.value.camera).toBe(false);
  });

  it("gives way to the one that was chosen after it, in whichever order they come", async () => {
    const late = { letGo: () => {} };
    const mediaDevices = navigator.mediaDevices as unknown as { getUserMedia: typeof getUserMedia };
    mediaDevices.getUserMedia = async (request) => {
      if (deviceOf(request.video ?? false) === "back")
        await new Promise<void>((resolve) => {
          late.letGo = resolve;
        });
      return getUserMedia(request);
    };
    const first = media.choose("camera", BACK);
    await media.choose("camera", CAMERA);
    late.letGo();
    await first;
    expect(cameras().map(({ label }) => label)).toEqual(["Cam"]);
    expect(choices.camera.value).toEqual(CAMERA);
  });
});

describe("what the system switches off", () => {
  const told = () => sent.map((message) => message.type === "media" && message.media).at(-1);
  const turn = (slot: "camera" | "microphone", muted: boolean) => {
    const track = media.tracks[slot] as unknown as FakeTrack;
    track.muted = muted;
    if (muted) track.onmute?.();
    else track.onunmute?.();
  };

  beforeEach(() => media.begin(BOTH));

  it("is off for the others, and on again with it", () => {
    turn("microphone", true);
    expect(told()).toEqual({ audio: false, video: true, screen: false });
    turn("camera", true);
    expect(told()).toEqual({ audio: false, video: false, screen: false });
    expect(room.own.now.value).toMatchObject({ camera: true, microphone: "on", stream: null });
    turn("microphone", false);
    turn("camera", false);
    expect(told()).toEqual({ audio: true, video: true, screen: false });
    expect(room.own.now.value.stream).not.toBeNull();
  });

  it("is told in words while it is wanted here", () => {
    turn("microphone", true);
    expect(describeSilenced(room.own.now.value)).toContain("muted the microphone");
    turn("camera", true);
    expect(describeSilenced(room.own.now.value)).toContain("camera and microphone");
    media.toggleMicrophone();
    expect(describeSilenced(room.own.now.value)).toContain("stopped the camera");
    media.toggleCamera();
    expect(describeSilenced(room.own.now.value)).toBe("");
  });

  it("is on again where another device takes its place", async () => {
    turn("camera", true);
    plugged(CAMERA, BACK);
    await media.choose("camera", BACK);
    expect(told()).toEqual({ audio: true, video: true, screen: false });
    expect(describeSilenced(room.own.now.value)).toBe("");
  });
});
