import { words } from "../lang";
import { Dialog } from "./base/dialog";
import type { Uses } from "./base/props";
import { DeviceFields } from "./lobby/devices";

/** The devices of a call, changed while it goes on. */
export function DevicesDialog({ session }: Uses<"own" | "view" | "media" | "calling">) {
  const close = () => {
    session.view.dialog.value = null;
  };
  return (
    <Dialog label={words.devices.title} close={close}>
      <DeviceFields session={session} />
    </Dialog>
  );
}
