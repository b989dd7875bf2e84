import { words } from "../../lang";
import type { Uses } from "../base/props";
import { describeSilenced } from "../base/silenced";

/** News of a call that is no trouble. The element is always there, so that what it comes to say is read out. */
export function CallStatus({ session: { own, view } }: Uses<"own" | "view">) {
  const talkingMuted = own.talkingMuted.value && words.devices.talkingMuted;
  const text = describeSilenced(own.now.value) || talkingMuted || view.notice.value;
  return (
    <p role="status" class={`call-status ${text ? "notice" : ""}`}>
      {text}
    </p>
  );
}
