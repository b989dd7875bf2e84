import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { TileView } from "../../layout/arrangement";
import { type Box, type Narrow, type Place, placeGrid, placeNarrow, placeSpeaker } from "../../layout/layout";
import { lazy } from "../base/lazy";
import type { RoomProps } from "../base/props";
import { windowOf } from "../base/shown";
import { useQualities } from "./connection";
import { Tile } from "./tile";
import "./tiles.css";
import { hasOptions, Options } from "./tools";

const GAP = 8;
// Narrower than this, one's own picture may be a small one, and what can be done with a tile is behind one button.
const NARROW = 400;
// So is it on tiles that are narrower than this.
const ROOMY = 200;

const { Component: Details } = lazy(() => import("./stats").then(({ Details }) => Details));

/** Everybody's pictures, in the layout that the viewer has chosen. */
export function Tiles({ session }: RoomProps) {
  const { box, size } = useSize();
  const { tiles, large, detailed } = session.arrangement;
  const qualities = useQualities(session, box);
  const opened = useSignal<string | null>(null);
  const shown = tiles.value.find(({ key }) => key === detailed.value);
  const index = tiles.value.findIndex(({ key }) => key === opened.value);
  const { places, covers } = place(tiles.value, large.value, size);
  const roomy = isRoomy(places[index], size);
  const choosing = tiles.value[index];
  return (
    <div class="tiles" ref={box}>
      {tiles.value.map((tile, at) => (
        <Tile
          key={tile.key}
          session={session}
          tile={tile}
          place={places[at]}
          over={covers && at === tiles.value.length - 1}
          roomy={isRoomy(places[at], size)}
          qualities={qualities}
          opened={opened}
        />
      ))}
      {choosing && hasOptions(session, choosing, roomy) && (
        <Options
          key={choosing.key}
          session={session}
          tile={choosing}
          place={places[index]}
          roomy={roomy}
          opened={opened}
        />
      )}
      {shown && <Details key={shown.key} session={session} tile={shown} />}
    </div>
  );
}

/** The places of the tiles, in their order, and whether the last one lies over the others. */
function place(tiles: readonly TileView[], large: string | null, size: Box): Narrow {
  const index = tiles.findIndex(({ key }) => key === large);
  if (index >= 0) {
    const screen = tiles[index]?.picture !== "camera";
    return { places: placeSpeaker(tiles.length, index, screen, size, GAP), covers: false };
  }
  const last = tiles.at(-1);
  const small = tiles.length > 1 && size.width < NARROW && last?.own && last.picture === "camera";
  if (small) return placeNarrow(tiles.length, size, GAP);
  return { places: placeGrid(tiles.length, size, GAP), covers: false };
}

function isRoomy(place: Place | undefined, stage: Box): boolean {
  return stage.width >= NARROW && (place?.width ?? 0) >= ROOMY;
}

function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal<Box>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current;
      const before = size.peek();
      if (width !== before.width || height !== before.height) size.value = { width, height };
    };
    // Before anybody asks how high a picture is shown: without a size no tile has a place.
    measure();
    const { ResizeObserver } = windowOf(current);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [size]);
  return { box, size: size.value };
}
