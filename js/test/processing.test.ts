import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Mesh } from "../src/call/mesh/mesh";
import { BOTH } from "../src/devices/selection";
import { FakeConnection } from "./connection";
import { BACK, CAMERA, FakeTrack, gone, inACall, media, plugged, room, settle } from "./devices";

let connection: FakeConnection;
let disposed: string[];
let mesh: Mesh;

/** Blurs cameras, and leaves all else as it is. */
function blur(track: MediaStreamTrack, source: string) {
  if (source !== "camera") return null;
  const { label } = track;
  const blurred = new FakeTrack("video", { id: label, label: `blurred ${label}` });
  return { track: blurred as unknown as MediaStreamTrack, dispose: () => void disposed.push(label) };
}

/** What the one peer is sent, by the labels of tracks. */
async function sent() {
  await settle();
  return connection.sent.map((track) => (track as FakeTrack | null)?.label ?? null);
}

beforeEach(() => {
  disposed = [];
  inACall(() => mesh.publish(media.tracks), blur);
  vi.stubGlobal(
    "RTCPeerConnection",
    class extends FakeConnection {
      constructor() {
        super();
        connection = this;
      }
    },
  );
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
  mesh = new Mesh({
    iceServers: [],
    permissions: { audience: () => "person", listens: () => false },
    send: () => {},
    emit: () => {},
  });
  mesh.prepare(["ana"]);
});

afterEach(() => {
  gone();
  mesh.close();
});

it("is what the others and oneself see in the place of the camera's picture, and nothing else is touched", async () => {
  await media.begin(BOTH);
  expect(await sent()).toEqual(["Mic", "blurred Cam", null, null]);
  const [seen] = room.own.now.value.stream?.getVideoTracks() ?? [];
  expect(seen?.label).toBe("blurred Cam");
});

it("lasts as long as the device is in use, and no longer", async () => {
  plugged(CAMERA, BACK);
  await media.begin(BOTH);
  media.toggleMicrophone();
  expect(disposed).toEqual([]);
  await media.choose("camera", BACK);
  expect(disposed).toEqual(["Cam"]);
  expect(await sent()).toEqual(["Mic", "blurred Back", null, null]);
  media.toggleCamera();
  expect(disposed).toEqual(["Cam", "Back"]);
  expect(await sent()).toEqual(["Mic", null, null, null]);
});
