import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BOTH, choices } from "../src/devices/selection";
import { describeSilenced } from "../src/room/own";
import {
  BACK,
  browser,
  CAMERA,
  deviceOf,
  type FakeTrack,
  getUserMedia,
  gone,
  HEADSET,
  inACall,
  media,
  plugged,
  requests,
  room,
  sent,
  settle,
} from "./devices";
import { problem } from "./wire";

beforeEach(() => inACall());
afterEach(gone);

function unplug(slot: "camera" | "microphone"): void {
  if (slot === "camera") plugged();
  (media.tracks[slot] as unknown as FakeTrack).onended?.();
}

describe("trying again", () => {
  it("opens what failed, and no camera that was off by choice", async () => {
    browser.refuse = () => "NotReadableError";
    await media.begin({ camera: false, microphone: true });
    browser.refuse = () => null;
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
    browser.asked = [];
    unplug("camera");
    await settle();
    expect(browser.asked).toEqual([]);
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
  browser.asked = [];
  plugged(CAMERA);
  await settle();
  expect(browser.asked).toEqual([]);
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
  browser.refuse = () => "NotFoundError";
  unplug("microphone");
  await settle();
  expect(room.own.now.value.microphone).toBe("off");
  browser.refuse = () => null;
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
    media.announcement.handlers.problem?.(problem("too-fast", "media"));
    expect(told()).toEqual([true, false]);
    vi.runAllTimers();
    expect(told()).toEqual([true, false, false]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is explained when it may not be", () => {
    media.announcement.handlers.problem?.(problem("not-allowed", "media"));
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
    browser.refuse = ({ video }) => (video && deviceOf(video) === "cam" ? "NotReadableError" : null);
    await media.begin(BOTH);
    expect(requests().at(-1)).toEqual(["any", "headset"]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is not asked for in another way by whom it was refused", async () => {
    browser.refuse = () => "NotAllowedError";
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
    browser.asked = [];
    await media.choose("camera", CAMERA);
    expect(browser.asked).toEqual([]);
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
    browser.refuse = ({ video }) => (video ? "NotReadableError" : null);
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
  expect(browser.asked).toEqual([]);
  expect(room.own.now.value).toMatchObject({ camera: false, microphone: "off", opening: false });
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
