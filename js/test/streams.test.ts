import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Source } from "../src/call/engine";
import { Reception } from "../src/call/reception";
import { Streams } from "../src/call/streams";

class FakeStream {
  readonly tracks = new Set<unknown>();
  addTrack = (track: unknown) => this.tracks.add(track);
  removeTrack = (track: unknown) => this.tracks.delete(track);
  getTracks = () => [...this.tracks];
}

const track = (kind: string, muted = false) =>
  ({ kind, muted, readyState: "live" }) as unknown as MediaStreamTrack;

let arrivals: Map<MediaStreamTrack, () => void>;
let streams: Streams;
let reception: Reception;

vi.mock("../src/call/arrival", () => ({
  whenArrived: (track: MediaStreamTrack, then: () => void) => {
    arrivals.set(track, then);
    return () => arrivals.delete(track);
  },
}));

const tell = (type: "track" | "silenced", source: Source, track: MediaStreamTrack) =>
  reception.take({ type, participant: "bo", source, track });
const shown = () => streams.of("bo")?.camera.getTracks();

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  arrivals = new Map();
  streams = new Streams();
  reception = new Reception(streams, () => {});
});

describe("what somebody sends", () => {
  it("is in two streams, person and screen, from first to last: a player of sound alone would stop with its track", () => {
    reception.take({ type: "link", participant: "bo", state: "connecting" });
    const before = streams.of("bo");
    const [camera, microphone] = [track("video", true), track("audio")];
    tell("track", "camera", camera);
    tell("track", "microphone", microphone);
    const screen = track("video");
    tell("track", "screen", screen);
    expect(shown()).toEqual([camera, microphone]);
    expect(before?.microphone).toBe(before?.camera);
    expect(before?.screenSound.getTracks()).toEqual([screen]);
    expect(streams.of("bo")).toBe(before);
    tell("silenced", "camera", camera);
    expect(shown()).toEqual([microphone]);
  });

  it("goes with them", () => {
    tell("track", "camera", track("video"));
    streams.keep(["cy"]);
    expect(streams.of("bo")).toBeUndefined();
  });
});

describe("a track in the place of another one", () => {
  const [before, after] = [track("video"), track("video", true)];

  it("is shown when its first picture is there, and the other one until then", () => {
    tell("track", "camera", before);
    tell("track", "camera", after);
    tell("track", "camera", after);
    expect(shown()).toEqual([before]);
    arrivals.get(after)?.();
    expect(shown()).toEqual([after]);
    tell("silenced", "camera", before);
    expect(shown()).toEqual([after]);
  });

  it("is heard at once if it is sound, which is not waited for", () => {
    const [early, late] = [track("audio"), track("audio")];
    tell("track", "microphone", early);
    tell("track", "microphone", late);
    expect(streams.of("bo")?.microphone.getTracks()).toEqual([late]);
  });

  it("is there before the other one goes, since the player of an empty stream ends", () => {
    tell("track", "camera", before);
    const camera = streams.of("bo")?.camera as MediaStream;
    const { removeTrack } = camera;
    const left: MediaStreamTrack[][] = [];
    camera.removeTrack = (track) => {
      removeTrack(track);
      left.push(camera.getTracks());
    };
    tell("track", "camera", after);
    arrivals.get(after)?.();
    expect(left).toEqual([[after]]);
  });

  it("is shown at once where nothing comes by the other one any more", () => {
    tell("track", "camera", track("video", true));
    tell("track", "camera", after);
    expect(shown()).toEqual([after]);
  });

  it("is not waited for once nothing comes by it", () => {
    tell("track", "camera", before);
    tell("track", "camera", after);
    tell("silenced", "camera", after);
    expect(arrivals.size).toBe(0);
    expect(shown()).toEqual([before]);
  });
});

describe("what a kernel publishes", () => {
  it("has the name of the stream in which it comes", () => {
    const [picture, sound] = [track("video"), track("audio")];
    expect(streams.published("bo", "film")).toBeNull();
    tell("track", "stream:film", picture);
    tell("track", "stream:film", sound);
    tell("track", "stream:sim", track("video"));
    expect(streams.published("bo", "film")?.getTracks()).toEqual([picture, sound]);
    // The picture of a film has ended, and its sound goes on.
    tell("silenced", "stream:film", picture);
    expect(streams.published("bo", "film")?.getTracks()).toEqual([sound]);
    tell("silenced", "stream:film", sound);
    expect(streams.published("bo", "film")).toBeNull();
    expect(streams.published("bo", "sim")).not.toBeNull();
  });
});
