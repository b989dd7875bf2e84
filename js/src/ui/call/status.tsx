import { words } from "../../lang";
import type { RoomProps } from "../room";

/** News of a call that is no trouble. The element is always there, so that what it comes to say is read out. */
export function CallStatus({ session: { store } }: RoomProps) {
  const text = store.talkingMuted.value ? words.devices.talkingMuted : store.notice.value;
  return (
    <p role="status" class={`call-status ${text ? "notice" : ""}`}>
      {text}
    </p>
  );
}
