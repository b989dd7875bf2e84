import { words } from "../../lang";
import type { RoomProps } from "../base/props";
import { describeSilenced } from "../base/silenced";

/** News of a call that is no trouble. The element is always there, so that what it comes to say is read out. */
export function CallStatus({ session: { store } }: RoomProps) {
  const talkingMuted = store.talkingMuted.value && words.devices.talkingMuted;
  const text = describeSilenced(store.own.value) || talkingMuted || store.notice.value;
  return (
    <p role="status" class={`call-status ${text ? "notice" : ""}`}>
      {text}
    </p>
  );
}
