import { useRef } from "preact/hooks";
import { inventory } from "../../devices/inventory";
import { type Choice, choices, type Device, find, type Slot } from "../../devices/selection";
import { canChooseSpeaker, playTestTone } from "../../devices/speaker";
import { words } from "../../lang";
import type { Session } from "../../session";
import { Dialog } from "../base/dialog";
import { SoundIcon } from "../base/icons";
import type { RoomProps } from "../room";
import { LevelMeter } from "./meter";

/** The devices of a call, changed while it goes on. */
export function DevicesDialog({ session }: RoomProps) {
  const close = () => {
    session.store.dialog.value = null;
  };
  return (
    <Dialog label={words.devices.title} close={close}>
      <DeviceFields session={session} />
    </Dialog>
  );
}

/** Which camera, which microphone and which speaker. */
export function DeviceFields({ session }: RoomProps) {
  const { camera, microphone } = inventory.value;
  const nameless = [...camera, ...microphone].every(({ label }) => label === "");
  const level = useRef(() => session.calling.media.level).current;
  return (
    <div class="devices">
      <DeviceField session={session} slot="camera" />
      <DeviceField session={session} slot="microphone" />
      {session.store.own.value.microphone !== "off" && <LevelMeter level={level} />}
      <div class="speaker">
        {canChooseSpeaker() && <DeviceField session={session} slot="speaker" />}
        <TestTone />
      </div>
      {nameless && <small>{words.devices.namesLater}</small>}
    </div>
  );
}

function TestTone() {
  const name = words.devices.testTone;
  return (
    <button type="button" class="quiet" aria-label={name} title={name} onClick={() => void playTestTone()}>
      <SoundIcon />
    </button>
  );
}

function DeviceField({ session, slot }: { session: Session; slot: Slot }) {
  const devices = inventory.value[slot];
  const choice = choices[slot].value;
  const change = ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) =>
    void session.calling.media.choose(slot, choiceOf(value, devices));
  return (
    <label class="device">
      <span>{words.devices[slot]}</span>
      <select value={entryOf(choice, devices)} onChange={change}>
        <option value="any">{words.devices.any[slot]}</option>
        {devices.map(({ id, label }, index) => (
          <option key={id} value={`id:${id}`}>
            {label || words.devices.nameless(index + 1)}
          </option>
        ))}
        {slot !== "speaker" && <option value="none">{words.devices.none[slot]}</option>}
      </select>
    </label>
  );
}

/** A chosen device that is away is shown as what takes its place. */
function entryOf(choice: Choice, devices: readonly Device[]): string {
  if (choice === "none") return choice;
  const device = find(choice, devices);
  return device ? `id:${device.id}` : "any";
}

function choiceOf(value: string, devices: readonly Device[]): Choice {
  if (value === "none") return value;
  return devices.find(({ id }) => value === `id:${id}`) ?? "any";
}
