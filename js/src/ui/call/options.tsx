import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Place, placeNear } from "../../layout/layout";
import { Popover } from "../base/dialog";
import { usePressedOutside } from "../base/hooks";
import { wordOf } from "./naming";
import { DetailsAndPin, type ToolsProps } from "./tools";
import { hasSound, Volume } from "./volume";

interface OptionsProps extends ToolsProps {
  /** Where the tile is. */
  place: Place | undefined;
}

/** What can be done with a tile and has no space on it. */
export function Options({ session, tile, place, roomy, opened }: OptionsProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const close = () => {
    opened.value = null;
  };
  // A tile that comes back does not bring them back.
  useEffect(
    () => () => {
      if (opened.peek() === tile.key) close();
    },
    [],
  );
  useEffect(() => dialog.current?.querySelector<HTMLElement>("button, input")?.focus(), []);
  usePressedOutside(dialog, (node) => node.matches?.(".tools [aria-expanded='true']"), close);
  useLayoutEffect(() => {
    const { current } = dialog;
    const stage = current?.offsetParent;
    if (!current || !stage || !place) return;
    const { left, top } = placeNear(
      place,
      { width: current.offsetWidth, height: current.offsetHeight },
      { width: stage.clientWidth, height: stage.clientHeight },
    );
    Object.assign(current.style, { left: `${left}px`, top: `${top}px` });
  });
  return (
    <Popover dialog={dialog} label={wordOf("options", session.facts, tile)} class="options" close={close}>
      {!roomy && <DetailsAndPin session={session} tile={tile} wordy done={close} />}
      {hasSound(session, tile) && <Volume session={session} tile={tile} />}
    </Popover>
  );
}
