import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Facts } from "../../room/facts";
import type { Track } from "../../wire/protocol.gen";

/** What a tile is called, for the eye and for everybody else. */
export function nameOfTile(facts: Facts, tile: TileView): string {
  const { own, picture, participant } = tile;
  if (picture === "track")
    return words.tiles.track(trackOf(facts, tile)?.name ?? "", facts.nameOf(participant));
  if (own) return picture === "screen" ? words.tiles.yourScreen : facts.myName.value;
  const name = facts.nameOf(participant);
  return picture === "screen" ? words.tiles.screenOf(name) : name;
}

/** What can be done with a tile, as a phrase with its name in it. */
export function wordOf(what: "pin" | "unpin" | "details" | "options", facts: Facts, tile: TileView): string {
  if (tile.own && tile.picture === "screen") return words.tiles.ofYourScreen[what];
  return words.tiles[what](nameOfTile(facts, tile));
}

/** The pictures that a kernel publishes in a tile: of a film, the sound is in the same stream. */
export function trackOf(facts: Facts, { participant, stream }: TileView): Track | undefined {
  const tracks = facts.person(participant)?.tracks ?? [];
  return tracks.find((track) => track.stream === stream && track.kind === "video");
}
