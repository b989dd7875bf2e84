import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { TileView } from "../../layout/arrangement";
import type { Session } from "../../session";
import { InfoIcon, MoreIcon, PinIcon, PinOffIcon } from "../base/icons";
import { wordOf } from "./naming";
import "./tools.css";
import { hasSound } from "./volume";

export interface ToolsProps {
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
          name={wordOf("options", session.facts, tile)}
          expanded={open}
          act={() => {
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
export function DetailsAndPin({ session, tile, wordy, done }: DetailsAndPinProps) {
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
        name={wordOf("details", session.facts, tile)}
        wordy={wordy}
        expanded={arrangement.detailed.value === tile.key}
        act={choose(() => arrangement.toggleDetails(tile.key))}
      >
        <InfoIcon />
      </Tool>
      <Tool
        name={wordOf(pinned ? "unpin" : "pin", session.facts, tile)}
        wordy={wordy}
        act={choose(() => arrangement.pin(pinned ? null : tile.key))}
      >
        {pinned ? <PinOffIcon /> : <PinIcon />}
      </Tool>
    </>
  );
}

interface ToolProps {
  name: string;
  /** Its name stands beside the icon. */
  wordy?: boolean | undefined;
  expanded?: boolean | undefined;
  act(): void;
  children: ComponentChildren;
}

function Tool({ name, wordy = false, expanded, act, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={wordy ? undefined : name}
      aria-expanded={expanded}
      onClick={act}
    >
      {children} {wordy && name}
    </button>
  );
}
