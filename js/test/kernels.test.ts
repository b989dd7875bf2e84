import { beforeEach, describe, expect, it } from "vitest";
import { Arrangement } from "../src/layout/arrangement";
import { ownerOf, publishedIn, recording } from "../src/room/kernels";
import { Rows } from "../src/room/people";
import { Room } from "../src/room/room";
import { nameOfTile, trackOf } from "../src/ui/call/naming";
import type { Participant, Track } from "../src/wire/protocol.gen";
import { participant, tell, welcome } from "./wire";

const track = (stream: string, kind: Track["kind"] = "video"): Track => ({
  stream,
  name: stream,
  kind,
  problem: "",
});
const me = participant("me", { call: "main" });
const ana = participant("ana", { user: "ana", name: "Ana", call: "main", shares: ["k"] });
const kernel = participant("k", { user: "ana", name: "kernel of Ana", kind: "kernel", call: "main" });

let room: Room;
let arrangement: Arrangement;

function fill(...people: Participant[]): void {
  tell(room, { type: "roster", people });
  for (const { id } of people) if (id !== "me") room.facts.members.add(id);
}

const keys = () => arrangement.tiles.value.map(({ key }) => key);

beforeEach(() => {
  room = new Room("algebra");
  tell(room, welcome());
  arrangement = new Arrangement(room);
});

describe("a kernel in the call", () => {
  it("takes no place in it while it shows nothing", () => {
    fill(me, ana, kernel);
    expect(keys()).toEqual(["ana", "me"]);
  });

  it("has a tile for each picture, and none for sounds", () => {
    fill(me, ana, { ...kernel, tracks: [track("sim"), track("beep", "audio"), track("edges")] });
    expect(keys()).toEqual(["ana", "k/track/sim", "k/track/edges", "me"]);
    const tile = arrangement.tiles.value.find(({ stream }) => stream === "sim");
    expect(tile && nameOfTile(room.facts, tile)).toBe("sim, by kernel of Ana");
  });

  it("has one tile for a film, whose sound is in the same stream", () => {
    const sound = { ...track("film", "audio"), problem: "of the sound" };
    fill(me, ana, { ...kernel, tracks: [sound, { ...track("film"), problem: "of the picture" }] });
    expect(keys()).toEqual(["ana", "k/track/film", "me"]);
    const tile = arrangement.tiles.value.find(({ stream }) => stream === "film");
    expect(tile && trackOf(room.facts, tile)?.problem).toBe("of the picture");
  });

  it("shows a picture that can be pinned", () => {
    fill(me, ana, { ...kernel, tracks: [track("sim")] });
    arrangement.pin("k/track/sim");
    expect(arrangement.large.value).toBe("k/track/sim");
  });

  it("is not what another participant says that it publishes", () => {
    fill(me, { ...ana, tracks: [track("sim")] });
    expect(publishedIn(room.facts)).toEqual([]);
  });

  it("records for all to see", () => {
    fill(me, { ...kernel, recording: true });
    expect(recording(room.facts)).toEqual(["kernel of Ana"]);
    expect(
      new Rows().update(room.facts.people.value, "me").find(({ kind }) => kind === "kernel")?.recording,
    ).toBe(true);
  });

  it("is named beside those whom it sees, and belongs to somebody", () => {
    fill(me, ana, kernel);
    expect(
      new Rows().update(room.facts.people.value, "me").find(({ name }) => name === "Ana")?.seenBy,
    ).toEqual(["kernel of Ana"]);
    expect(ownerOf(kernel, room.facts)).toBe("Ana");
  });

  it("belongs to an account where its user is not there", () => {
    fill(me, { ...kernel, user: "ana@example.org", account: "ana@example.org" });
    expect(ownerOf({ user: "ana@example.org" }, room.facts)).toBe("ana@example.org");
  });

  it("is one's own where its user is", () => {
    fill(me, { ...kernel, user: me.user }, ana, participant("other", { user: "ana", kind: "kernel" }));
    const kernels = new Rows().update(room.facts.people.value, "me").filter(({ kind }) => kind === "kernel");
    expect(kernels.map(({ own }) => own)).toEqual([true, false]);
    expect(room.facts.isOwn({ user: me.user })).toBe(true);
    expect(room.facts.isOwn(kernel)).toBe(false);
  });
});
