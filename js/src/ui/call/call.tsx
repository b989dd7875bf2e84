import { words } from "../../lang";
import { describeSilenced } from "../../room/own";
import type { RoomProps, Uses } from "../base/props";
import { Toolbar } from "../base/toolbar";
import { CameraButton, EndButton, HandButton, MicrophoneButton, ReactButton, ScreenButton } from "./buttons";
import "./call.css";
import { CameraMenu, MicrophoneMenu } from "./devicemenus";
import { KernelBadges } from "./kernels";
import { MoreMenu } from "./more";
import { SoundButton, Sounds } from "./sounds";
import { Tiles } from "./tiles";

/** A call, or the ring that may become one: tiles and the bar below them. */
export function CallStage({ session }: RoomProps) {
  return (
    <div class="call">
      <Notices session={session} />
      <KernelBadges session={session} />
      <CallStatus session={session} />
      <Tiles session={session} />
      <Sounds session={session} />
      <Bar session={session} />
    </div>
  );
}

function Notices({ session: { facts, own, media } }: Uses<"facts" | "own" | "media">) {
  if (!facts.mayPublish.value) {
    return <p class="notice">{words.call.watching}</p>;
  }
  if (!own.unattended.value) return null;
  return (
    <p class="notice">
      {words.call.unattended}
      <button type="button" onClick={() => void media.openBoth()}>
        {words.call.turnBothOn}
      </button>
    </p>
  );
}

/** News of a call that is no trouble. The element is always there, so that what it comes to say is read out. */
function CallStatus({ session: { own, view } }: Uses<"own" | "view">) {
  const talkingMuted = own.talkingMuted.value && words.devices.talkingMuted;
  const text = describeSilenced(own.now.value) || talkingMuted || view.notice.value;
  return (
    <p role="status" class={`call-status ${text ? "notice" : ""}`}>
      {text}
    </p>
  );
}

function Bar({ session }: RoomProps) {
  return (
    <Toolbar label={words.call.bar}>
      <span class="split">
        <MicrophoneButton session={session} />
        <MicrophoneMenu session={session} />
      </span>
      <span class="split">
        <CameraButton session={session} />
        <CameraMenu session={session} />
      </span>
      <span class="spare">
        <ScreenButton session={session} />
        <HandButton session={session} />
        <ReactButton session={session} />
      </span>
      <SoundButton session={session} />
      <MoreMenu session={session} />
      <span class="space" />
      <EndButton session={session} />
    </Toolbar>
  );
}
