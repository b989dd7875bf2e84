import { beforeEach, expect, it, vi } from "vitest";
import { Streams } from "../src/call/streams";
import { Store } from "../src/room/store";
import { soundsIn } from "../src/ui/call/heard";
import type { Participant, Track } from "../src/wire/protocol.gen";
import { participant, welcome } from "./wire";

class FakeStream {
  tracks: unknown[] = [];
  addTrack = (track: unknown) => this.tracks.push(track);
  getTracks = () => this.tracks;
}

const audio = { kind: "audio" } as MediaStreamTrack;
const track = (stream: string, kind: Track["kind"]): Track => ({ stream, name: stream, kind, problem: "" });
const ana = participant("ana", { name: "Ana", call: "main" });
const kernel = participant("k", { name: "kernel of Ana", kind: "kernel", call: "main" });

let store: Store;
let streams: Streams;
let voice: MediaStream | undefined;
let screen: MediaStream | undefined;

function room(...people: Participant[]): void {
  store.receive({ type: "roster", people: [participant("me"), ...people] });
}

const heard = () =>
  soundsIn(store, streams).map(({ name, participant, stream }) => [name, participant, stream]);

beforeEach(() => {
  store = new Store("algebra");
  store.receive(welcome());
  store.members.add("ana");
  vi.stubGlobal("MediaStream", FakeStream);
  streams = new Streams();
  streams.take({ type: "link", participant: "ana", state: "connected" });
  voice = streams.of("ana")?.microphone;
  screen = streams.of("ana")?.screenSound;
});

it("hears somebody of whom the server has not told yet", () => {
  expect(heard()).toEqual([["Somebody", "ana", voice]]);
});

it("hears a screen while it is shared", () => {
  room(ana);
  expect(heard()).toEqual([["Ana", "ana", voice]]);
  room({ ...ana, media: { audio: true, video: false, screen: true } });
  expect(heard()).toEqual([
    ["Ana", "ana", voice],
    ["Ana\u2019s screen", "ana", screen],
  ]);
});

it("hears nothing of those who may only listen", () => {
  room({ ...ana, listens: true });
  expect(heard()).toEqual([]);
});

it("hears what a kernel publishes, of a film too, and no microphone of it", () => {
  room({ ...kernel, tracks: [track("film", "video"), track("film", "audio"), track("tone", "audio")] });
  store.members.joined(["k"], () => false);
  streams.take({ type: "track", participant: "k", source: "stream:film", track: audio });
  expect(heard()).toEqual([
    ["film, by kernel of Ana", "k", streams.published("k", "film")],
    ["tone, by kernel of Ana", "k", null],
  ]);
});
