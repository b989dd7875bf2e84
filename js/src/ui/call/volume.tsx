import { VolumeX } from "lucide";
import { type Loudness, volumesOf } from "../../common/volumes";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Session } from "../../session";
import { icon } from "../base/icons";
import { Mark } from "../base/labelled";
import type { Uses } from "../base/props";

const SilentIcon = icon(VolumeX);

/** How loud a participant is for oneself, and how to change that; a user's kernel is another one than the user. */
export function volumeFor({ facts }: Pick<Session, "facts">, participant: string) {
  const volumes = volumesOf(facts.room);
  const { kind, user } = facts.person(participant) ?? { kind: "browser", user: participant };
  const key = kind === "browser" ? user : `${kind}:${user}`;
  return {
    ...volumes.of(key),
    change: (loudness: Partial<Loudness>) => volumes.set(key, loudness),
  };
}

/** Whether somebody is heard who belongs to a tile. */
export function hasSound({ facts }: Pick<Session, "facts">, tile: TileView): boolean {
  const { own, picture, participant } = tile;
  if (picture !== "track") return !own;
  return facts.person(participant)?.tracks.some(({ kind }) => kind === "audio") ?? false;
}

/** Somebody is not heard, because one wanted it so. */
export function MutedForMe() {
  return (
    <Mark class="muted" text={words.tiles.mutedForYou}>
      <SilentIcon />
    </Mark>
  );
}

/** How loud somebody is for oneself. */
export function Volume({ session, tile: { participant } }: Uses<"facts"> & { tile: TileView }) {
  const { volume, muted, change } = volumeFor(session, participant);
  const name = session.facts.nameOf(participant);
  const percent = Math.round(volume * 100);
  return (
    <>
      {canSetVolume() && (
        <label>
          {words.tiles.volume(name)}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={percent}
            aria-valuetext={`${percent} %`}
            onInput={({ currentTarget }) =>
              change({ volume: currentTarget.valueAsNumber / 100, muted: false })
            }
          />
        </label>
      )}
      <label class="mute">
        <input
          type="checkbox"
          checked={muted}
          onChange={({ currentTarget }) => change({ muted: currentTarget.checked })}
        />
        {words.tiles.muteForMe(name)}
      </label>
    </>
  );
}

// Some phones leave the volume to their keys.
function canSetVolume(): boolean {
  const probe = document.createElement("audio");
  probe.volume = 0.5;
  return probe.volume === 0.5;
}
