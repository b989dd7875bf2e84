import { beforeEach, describe, expect, it } from "vitest";
import { Arrangement } from "../src/layout/arrangement";
import { ownerOf, publishedIn, recording } from "../src/room/kernels";
import { toRows } from "../src/room/people";
import { Store } from "../src/room/store";
import { nameOfTile, trackOf } from "../src/ui/call/naming";
import type { Participant, Track } from "../src/wire/protocol.gen";
import { participant, welcome } from "./wire";

const track = (stream: string, kind: Track["kind"] = "video"): Track => ({
  stream,
  name: stream,
  kind,
  problem: "",
});
const me = participant("me", { call: "main" });
const ana = participant("ana", { user: "ana", name: "Ana", call: "main", shares: ["k"] });
const kernel = participant("k", { user: "ana", name: "kernel of Ana", kind: "kernel", call: "main" });

let store: Store;
let arrangement: Arrangement;

function room(...people: Participant[]): void {
  store.receive({ type: "roster", people });
  for (const { id } of people) if (id !== "me") store.members.add(id);
}

const keys = () => arrangement.tiles.value.map(({ key }) => key);

beforeEach(() => {
  store = new Store("algebra");
  store.receive(welcome());
  arrangement = new Arrangement(store);
});

describe("a kernel in the call", () => {
  it("takes no place in it while it shows nothing", () => {
    room(me, ana, kernel);
    expect(keys()).toEqual(["ana", "me"]);
  });

  it("has a tile for each picture, and none for sounds", () => {
    room(me, ana, { ...kernel, tracks: [track("sim"), track("beep", "audio"), track("edges")] });
    expect(keys()).toEqual(["ana", "k/track/sim", "k/track/edges", "me"]);
    const tile = arrangement.tiles.value.find(({ stream }) => stream === "sim");
    expect(tile && nameOfTile(store, tile)).toBe("sim, by kernel of Ana");
  });

  it("has one tile for a film, whose sound is in the same stream", () => {
    const sound = { ...track("film", "audio"), problem: "of the sound" };
    room(me, ana, { ...kernel, tracks: [sound, { ...track("film"), problem: "of the picture" }] });
    expect(keys()).toEqual(["ana", "k/track/film", "me"]);
    const tile = arrangement.tiles.value.find(({ stream }) => stream === "film");
    expect(tile && trackOf(store, tile)?.problem).toBe("of the picture");
  });

  it("shows a picture that can be pinned", () => {
    room(me, ana, { ...kernel, tracks: [track("sim")] });
    arrangement.pin("k/track/sim");
    expect(arrangement.large.value).toBe("k/track/sim");
  });

  it("is not what another participant says that it publishes", () => {
    room(me, { ...ana, tracks: [track("sim")] });
    expect(publishedIn(store)).toEqual([]);
  });

  it("records for all to see", () => {
    room(me, { ...kernel, recording: true });
    expect(recording(store)).toEqual(["kernel of Ana"]);
    expect(toRows(store.people.value, "me").find(({ kind }) => kind === "kernel")?.recording).toBe(true);
  });

  it("is named beside those whom it sees, and belongs to somebody", () => {
    room(me, ana, kernel);
    expect(toRows(store.people.value, "me").find(({ name }) => name === "Ana")?.seenBy).toEqual([
      "kernel of Ana",
    ]);
    expect(ownerOf(kernel, store)).toBe("Ana");
  });

  it("belongs to an account where its user is not there", () => {
    room(me, { ...kernel, user: "ana@example.org", account: "ana@example.org" });
    expect(ownerOf({ user: "ana@example.org" }, store)).toBe("ana@example.org");
  });

  it("is one's own where its user is", () => {
    room(me, { ...kernel, user: me.user }, ana, participant("other", { user: "ana", kind: "kernel" }));
    const kernels = toRows(store.people.value, "me").filter(({ kind }) => kind === "kernel");
    expect(kernels.map(({ own }) => own)).toEqual([true, false]);
    expect(store.isOwn({ user: me.user })).toBe(true);
    expect(store.isOwn(kernel)).toBe(false);
  });
});
