import { useRef } from "preact/hooks";
import { inventory } from "../../devices/inventory";
import { entriesOf } from "../../devices/names";
import type { Slot } from "../../devices/selection";
import { canChooseSpeaker, playTestTone } from "../../devices/speaker";
import { words } from "../../lang";
import type { Session } from "../../session";
import { SoundIcon } from "../base/icons";
import { IconButton } from "../base/labelled";
import type { Uses } from "../base/props";
import "./devices.css";
import { LevelMeter } from "./meter";

/** Which camera, which microphone and which speaker. */
export function DeviceFields({ session }: Uses<"own" | "media" | "calling">) {
  const { camera, microphone } = inventory.value;
  const nameless = [...camera, ...microphone].every(({ label }) => label === "");
  const level = useRef(() => session.media.level).current;
  return (
    <div class="devices">
      <DeviceField session={session} slot="camera" />
      <DeviceField session={session} slot="microphone" />
      {session.own.now.value.microphone !== "off" && <LevelMeter level={level} />}
      <div class="speaker">
        {canChooseSpeaker() && <DeviceField session={session} slot="speaker" />}
        <TestTone />
      </div>
      {nameless && <small>{words.devices.namesLater}</small>}
    </div>
  );
}

function TestTone() {
  return (
    <IconButton class="quiet" label={words.devices.testTone} onClick={() => void playTestTone()}>
      <SoundIcon />
    </IconButton>
  );
}

function DeviceField({ session, slot }: { session: Pick<Session, "calling">; slot: Slot }) {
  const { media } = session.calling;
  const entries = entriesOf(slot, media.labels.value[slot]);
  const change = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    const entry = entries[currentTarget.selectedIndex];
    if (entry) void media.choose(slot, entry.choice);
  };
  return (
    <label class="device">
      <span>{words.devices[slot]}</span>
      <select value={entries.findIndex(({ chosen }) => chosen)} onChange={change}>
        {entries.map(({ name }, index) => (
          <option key={index} value={index}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
