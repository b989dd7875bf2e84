import { VolumeX } from "lucide";
import { type Loudness, volumesOf } from "../../common/volumes";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Session } from "../../session";
import { icon } from "../base/icons";

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
export function hasSound(
  { facts }: Pick<Session, "facts">,
  { own, picture, participant }: TileView,
): boolean {
  if (picture !== "track") return !own;
  return facts.person(participant)?.tracks.some(({ kind }) => kind === "audio") ?? false;
}

/** Somebody is not heard, because one wanted it so. */
export function MutedForMe() {
  return (
    <span class="muted" title={words.tiles.mutedForYou}>
      <SilentIcon />
      <span class="hidden-words">{words.tiles.mutedForYou}</span>
    </span>
  );
}

interface VolumeProps {
  session: Pick<Session, "facts">;
  tile: TileView;
}

/** How loud somebody is for oneself. */
export function Volume({ session, tile: { participant } }: VolumeProps) {
  const { volume, muted, change } = volumeFor(session, participant);
  const name = session.facts.nameOf(participant);
  const percent = Math.round(volume * 100);
  return (
    <>
      {canSetVolume && (
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
const canSetVolume = (() => {
  const probe = document.createElement("audio");
  probe.volume = 0.5;
  return probe.volume === 0.5;
})();
