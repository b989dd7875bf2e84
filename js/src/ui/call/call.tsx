import { words } from "../../lang";
import type { RoomProps, Uses } from "../base/props";
import { bring } from "../base/sheets";
import { Toolbar } from "../base/toolbar";
import { CameraButton, EndButton, MicrophoneButton } from "./buttons";
import style from "./call.css";
import { CameraMenu, MicrophoneMenu } from "./devicemenus";
import { HandButton } from "./hand";
import { KernelBadges } from "./kernels";
import { MoreMenu } from "./more";
import { ReactButton } from "./react";
import { ScreenButton } from "./screen";
import { SoundButton, Sounds } from "./sounds";
import { CallStatus } from "./status";
import { Tiles } from "./tiles";

bring(style);

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
