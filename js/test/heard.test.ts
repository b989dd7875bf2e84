import { beforeEach, expect, it, vi } from "vitest";
import { Reception } from "../src/call/reception";
import { Streams } from "../src/call/streams";
import { Room } from "../src/room/room";
import { soundsIn } from "../src/ui/call/sounds";
import type { Participant, Track } from "../src/wire/protocol.gen";
import { participant, tell, welcome } from "./wire";

class FakeStream {
  tracks: unknown[] = [];
  addTrack = (track: unknown) => this.tracks.push(track);
  getTracks = () => this.tracks;
}

const audio = { kind: "audio" } as MediaStreamTrack;
const track = (stream: string, kind: Track["kind"]): Track => ({ stream, name: stream, kind, problem: "" });
const ana = participant("ana", { name: "Ana", call: "main" });
const kernel = participant("k", { name: "kernel of Ana", kind: "kernel", call: "main" });

let room: Room;
let streams: Streams;
let reception: Reception;
let voice: MediaStream | undefined;
let screen: MediaStream | undefined;

function fill(...people: Participant[]): void {
  tell(room, { type: "roster", people: [participant("me"), ...people] });
  for (const { id } of people) room.facts.members.add(id);
}

const heard = () =>
  soundsIn(room.facts, streams).map(({ name, participant, stream }) => [name, participant, stream]);

beforeEach(() => {
  room = new Room("algebra");
  tell(room, welcome());
  room.facts.members.add("ana");
  vi.stubGlobal("MediaStream", FakeStream);
  streams = new Streams();
  reception = new Reception(streams, () => {});
  reception.take({ type: "link", participant: "ana", state: "connected" });
  voice = streams.of("ana")?.microphone;
  screen = streams.of("ana")?.screenSound;
});

it("hears somebody of whom the server has not told yet", () => {
  expect(heard()).toEqual([["Somebody", "ana", voice]]);
});

it("hears a screen while it is shared", () => {
  fill(ana);
  expect(heard()).toEqual([["Ana", "ana", voice]]);
  fill({ ...ana, media: { audio: true, video: false, screen: true } });
  expect(heard()).toEqual([
    ["Ana", "ana", voice],
    ["Ana\u2019s screen", "ana", screen],
  ]);
});

it("hears nothing of those who may only listen", () => {
  fill({ ...ana, listens: true });
  expect(heard()).toEqual([]);
});

it("hears what a kernel publishes, of a film too, and no microphone of it", () => {
  fill({ ...kernel, tracks: [track("film", "video"), track("film", "audio"), track("tone", "audio")] });
  room.facts.members.joined(["k"]);
  reception.take({ type: "track", participant: "k", source: "stream:film", track: audio });
  expect(heard()).toEqual([
    ["film, by kernel of Ana", "k", streams.published("k", "film")],
    ["tone, by kernel of Ana", "k", null],
  ]);
});
