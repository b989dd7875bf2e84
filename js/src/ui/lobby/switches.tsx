import type { ComponentChildren } from "preact";
import type { Want } from "../../devices/selection";
import { words } from "../../lang";
import type { Session } from "../../session";
import { MicIcon, MicOffIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** Whether one is heard and seen from the beginning. */
export function Switches({ session }: Uses<"facts" | "media">) {
  const { camera, microphone } = session.media.wanted.now.value;
  return (
    <div class="switches" role="group" aria-labelledby="switches-title">
      <span id="switches-title">{words.lobby.beginWith}</span>
      <div>
        <Switch session={session} slot="microphone" letter="m">
          {microphone ? <MicIcon /> : <MicOffIcon />}
        </Switch>
        <Switch session={session} slot="camera" letter="v">
          {camera ? <VideoIcon /> : <VideoOffIcon />}
        </Switch>
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

interface SwitchProps {
  session: Pick<Session, "facts" | "media">;
  slot: keyof Want;
  /** The key that does the same. */
  letter: string;
  children: ComponentChildren;
}

function Switch({ session: { facts, media }, slot, letter, children }: SwitchProps) {
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
      {children}
      <span>
        {name} <span aria-hidden="true">{on ? words.lobby.switched.on : words.lobby.switched.off}</span>
      </span>
    </button>
  );
}
