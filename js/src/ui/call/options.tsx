import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Place, placeNear } from "../../layout/layout";
import { useDialogFocus } from "../base/dialog";
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
  useDialogFocus(dialog);
  // A tile that comes back does not bring them back.
  useEffect(
    () => () => {
      if (opened.peek() === tile.key) close();
    },
    [],
  );
  useEffect(() => dialog.current?.querySelector<HTMLElement>("button, input")?.focus(), []);
  usePressedOutside(dialog, close);
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
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return (
    <div
      ref={dialog}
      role="dialog"
      aria-label={wordOf("options", session.facts, tile)}
      class="options"
      onKeyDown={pressed}
    >
      {!roomy && <DetailsAndPin session={session} tile={tile} wordy done={close} />}
      {hasSound(session, tile) && <Volume session={session} tile={tile} />}
    </div>
  );
}

/** Somebody who presses anything else is done; what opened it closes it by itself. */
function usePressedOutside(dialog: { current: HTMLElement | null }, act: () => void): void {
  useEffect(() => {
    const page = dialog.current?.ownerDocument;
    const pressed = (event: Event) => {
      const path = event.composedPath() as Partial<Element>[];
      const inside = path.some(
        (node) => node === dialog.current || node.matches?.(".tools [aria-expanded='true']"),
      );
      if (!inside) act();
    };
    page?.addEventListener("pointerdown", pressed, true);
    return () => page?.removeEventListener("pointerdown", pressed, true);
  });
}
