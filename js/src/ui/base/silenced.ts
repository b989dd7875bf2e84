import { words } from "../../lang";
import type { Own } from "../../room/model";

/** What the system keeps from the others although it is on here, in words; empty if there is nothing. */
export function describeSilenced({ microphone, silenced }: Own): string {
  const unheard = silenced.microphone && microphone === "on";
  if (silenced.camera && unheard) return words.devices.silenced.both;
  if (silenced.camera) return words.devices.silenced.camera;
  return unheard ? words.devices.silenced.microphone : "";
}
