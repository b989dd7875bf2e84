import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BOTH, choices } from "../src/devices/selection";
import {
  BACK,
  browser,
  CAMERA,
  deviceOf,
  getUserMedia,
  gone,
  inACall,
  media,
  plugged,
  requests,
  room,
  sent,
} from "./devices";

beforeEach(() => inACall());
afterEach(gone);

/** As on a phone: while another camera is in use, this one is not to be had. */
function oneAtATime({ video }: MediaStreamConstraints): string | null {
  const id = deviceOf(video) ?? CAMERA.id;
  return video && cameras().some((track) => track.device.id !== id) ? "NotReadableError" : null;
}

const cameras = () =>
  browser.opened.filter(({ kind, readyState }) => kind === "video" && readyState === "live");

describe("another camera", () => {
  beforeEach(async () => {
    plugged(CAMERA, BACK);
    await media.begin(BOTH);
    browser.asked = [];
  });

  it("is there before the one in use is let go of", async () => {
    const [before] = cameras();
    browser.refuse = () => {
      expect(before?.readyState).toBe("live");
      return null;
    };
    await media.choose("camera", BACK);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
    expect(requests()).toEqual([["back", false]]);
    expect(room.view.notice.value).toBe("");
  });

  it("is used where there can be only one at a time, and nobody hears of a pause", async () => {
    browser.refuse = oneAtATime;
    sent.length = 0;
    await media.choose("camera", BACK);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
    expect(choices.camera.value).toEqual(BACK);
    expect(sent).toEqual([]);
    expect(room.view.trouble.value).toBeNull();
  });

  it("is asked for after the other one was let go of, on a device that tells where cameras look", async () => {
    browser.facing = "user";
    await media.choose("camera", CAMERA);
    browser.refuse = (request) => {
      expect(cameras()).toEqual([]);
      return oneAtATime(request);
    };
    browser.asked = [];
    await media.choose("camera", BACK);
    expect(requests()).toEqual([["back", false]]);
    expect(cameras().map(({ label }) => label)).toEqual(["Back"]);
  });

  it("gives its place back to the very one that was let go of for it", async () => {
    browser.facing = "user";
    await media.choose("camera", CAMERA);
    browser.refuse = (request) => (deviceOf(request.video ?? false) === "back" ? "NotReadableError" : null);
    browser.asked = [];
    await media.choose("camera", BACK);
    expect(requests()).toEqual([
      ["back", false],
      ["cam", false],
    ]);
  });

  it.each(["NotReadableError", "OverconstrainedError"])(
    "that does not open (%s) is replaced by the one before, which is told",
    async (error) => {
      browser.refuse = (request) =>
        deviceOf(request.video ?? false) === "back" ? error : oneAtATime(request);
      await media.choose("camera", BACK);
      expect(cameras().map(({ label }) => label)).toEqual(["Cam"]);
      expect(choices.camera.value).toEqual(CAMERA);
      expect(room.view.notice.value).toBe("Back could not be opened; now in use: Cam");
      expect(room.own.now.value.camera).toBe(true);
    },
  );

  it("is all that is missing where the one before does not open again, either", async () => {
    browser.refuse = ({ video }) => (video ? "NotReadableError" : null);
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
