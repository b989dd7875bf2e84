import type { Signal } from "@preact/signals";
import type { ComponentProps } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { TileView } from "../../layout/arrangement";
import { type Place, placeNear } from "../../layout/layout";
import type { Session } from "../../session";
import { Popover } from "../base/dialog";
import { usePressedOutside } from "../base/hooks";
import { InfoIcon, MoreIcon, PinIcon, PinOffIcon } from "../base/icons";
import { wordOf } from "./naming";
import "./tools.css";
import { hasSound, Volume } from "./volume";

interface ToolsProps {
  session: Pick<Session, "facts" | "arrangement">;
  tile: TileView;
  /** There is space for more than one button on it. */
  roomy: boolean;
  /** The key of the tile whose options are open, or null. */
  opened: Signal<string | null>;
}

/** What can be done with a tile. They show when pointer or focus is on it; the keyboard always finds them. */
export function Tools({ session, tile, roomy, opened }: ToolsProps) {
  const open = opened.value === tile.key;
  const kept = open || session.arrangement.pinned.value === tile.key;
  return (
    <span class={`tools ${kept ? "kept" : ""}`}>
      {hasOptions(session, tile, roomy) && (
        <Tool
          label={wordOf("options", session.facts, tile)}
          aria-expanded={open}
          onClick={() => {
            opened.value = open ? null : tile.key;
          }}
        >
          <MoreIcon />
        </Tool>
      )}
      {roomy && <DetailsAndPin session={session} tile={tile} />}
    </span>
  );
}

/** Whether there is anything to be done with a tile that has no space on it. */
export function hasOptions(session: Pick<Session, "facts">, tile: TileView, roomy: boolean): boolean {
  return !roomy || hasSound(session, tile);
}

interface DetailsAndPinProps extends Pick<ToolsProps, "session" | "tile"> {
  wordy?: boolean | undefined;
  /** One of them was chosen. */
  done?(): void;
}

/** On the tile if that is wide enough, else among its options. */
function DetailsAndPin({ session, tile, wordy, done }: DetailsAndPinProps) {
  const { arrangement } = session;
  const pinned = arrangement.pinned.value === tile.key;
  // First, so that what opens knows where the focus was.
  const choose = (act: () => void) => () => {
    done?.();
    act();
  };
  return (
    <>
      <Tool
        label={wordOf("details", session.facts, tile)}
        wordy={wordy}
        aria-expanded={arrangement.detailed.value === tile.key}
        onClick={choose(() => arrangement.toggleDetails(tile.key))}
      >
        <InfoIcon />
      </Tool>
      <Tool
        label={wordOf(pinned ? "unpin" : "pin", session.facts, tile)}
        wordy={wordy}
        onClick={choose(() => arrangement.pin(pinned ? null : tile.key))}
      >
        {pinned ? <PinOffIcon /> : <PinIcon />}
      </Tool>
    </>
  );
}

interface ToolProps extends ComponentProps<"button"> {
  label: string;
  /** The label stands beside the icon. */
  wordy?: boolean | undefined;
}

function Tool({ label, wordy = false, children, ...others }: ToolProps) {
  return (
    <button type="button" aria-label={label} title={wordy ? undefined : label} {...others}>
      {children} {wordy && label}
    </button>
  );
}

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
