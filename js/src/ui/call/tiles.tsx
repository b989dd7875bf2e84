import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { TileView } from "../../layout/arrangement";
import { type Box, type Place, placeGrid, placeSpeaker } from "../../layout/layout";
import { lazy } from "../base/lazy";
import { windowOf } from "../base/shown";
import type { RoomProps } from "../room";
import { KernelSounds } from "./kernels";
import { Tile } from "./tile";

const GAP = 8;
// Narrower than this, one's own picture moves into a corner.
const NARROW = 400;

const { Component: Details } = lazy(() => import("./stats").then(({ Details }) => Details));

/** Everybody's pictures, in the layout that the viewer has chosen. `silent`: they are heard somewhere else already. */
export function Tiles({ session, silent = false }: RoomProps & { silent?: boolean }) {
  const { box, size } = useSize();
  const { tiles, large, detailed } = session.arrangement;
  const shown = tiles.value.find(({ key }) => key === detailed.value);
  const places = place(tiles.value, large.value, size);
  return (
    <div class="tiles" ref={box}>
      {tiles.value.map((tile, index) => (
        <Tile key={tile.key} session={session} tile={tile} place={places[index] ?? null} silent={silent} />
      ))}
      {!silent && <KernelSounds session={session} />}
      {shown && <Details key={shown.key} session={session} tile={shown} />}
    </div>
  );
}

/** The places of the tiles, in their order; one that has none goes into the corner. */
function place(tiles: readonly TileView[], large: string | null, size: Box): Place[] {
  const corner = large === null && tiles.length > 1 && size.width < NARROW && tiles.at(-1)?.own;
  const placed = corner ? tiles.slice(0, -1) : tiles;
  const index = placed.findIndex(({ key }) => key === large);
  if (index < 0) return placeGrid(placed.length, size, GAP);
  return placeSpeaker(placed.length, index, placed[index]?.picture !== "camera", size, GAP);
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
