import type { ComponentType } from "preact";
import type { Want } from "../../devices/selection";
import { words } from "../../lang";
import { MicIcon, MicOffIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** Whether one is heard and seen from the beginning. */
export function Switches({ session }: Uses<"facts" | "media">) {
  return (
    <div class="switches" role="group" aria-labelledby="switches-title">
      <span id="switches-title">{words.lobby.beginWith}</span>
      <div>
        <Switch session={session} slot="microphone" letter="m" On={MicIcon} Off={MicOffIcon} />
        <Switch session={session} slot="camera" letter="v" On={VideoIcon} Off={VideoOffIcon} />
      </div>
    </div>
  );
}

/** How one will be in a call, unless it is as usual. */
export function describeWanted({ camera, microphone }: Want): string {
  const { seen, heard, neither } = words.lobby.begins;
  if (camera) return microphone ? "" : seen;
  return microphone ? heard : neither;
}

interface SwitchProps extends Uses<"facts" | "media"> {
  slot: keyof Want;
  /** The key that does the same. */
  letter: string;
  On: ComponentType;
  Off: ComponentType;
}

function Switch({ session: { facts, media }, slot, letter, On, Off }: SwitchProps) {
  const name = words.devices[slot];
  const may = facts.mayPublish.value;
  const on = may && media.wanted.now.value[slot];
  return (
    <button
      type="button"
      role="switch"
      class={on ? "" : "off"}
      aria-checked={on}
      title={may ? `${name} (${letter})` : words.devices.guest}
      disabled={!may}
      onClick={() => void media.toggleWanted(slot)}
    >
      {media.wanted.now.value[slot] ? <On /> : <Off />}
      <span>
        {name} <span aria-hidden="true">{on ? words.lobby.switched.on : words.lobby.switched.off}</span>
      </span>
    </button>
  );
}
