import { words } from "../../lang";
import type { Session } from "../../session";
import { MicIcon, MicOffIcon, PhoneOffIcon, SoundIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import { Toolbar } from "../base/toolbar";
import type { RoomProps } from "../room";
import { CameraMenu, MicrophoneMenu } from "./devicemenus";
import { HandButton } from "./hand";
import { KernelBadges } from "./kernels";
import { MoreMenu } from "./more";
import { ReactButton } from "./react";
import { ScreenButton } from "./screen";
import { CallStatus } from "./status";
import { Tiles } from "./tiles";

/** A call, or the ring that may become one: tiles and the bar below them. */
export function CallStage({ session }: RoomProps) {
  return (
    <div class="call">
      <Notices session={session} />
      <KernelBadges session={session} />
      <CallStatus session={session} />
      <Tiles session={session} />
      <Bar session={session} />
    </div>
  );
}

function Notices({ session: { store, calling } }: RoomProps) {
  if (!store.mayPublish.value) {
    return <p class="notice">{words.call.watching}</p>;
  }
  if (!store.unattended.value) return null;
  return (
    <p class="notice">
      {words.call.unattended}
      <button type="button" onClick={() => void calling.media.openBoth()}>
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

export function MicrophoneButton({ session }: RoomProps) {
  const { store, calling } = session;
  const { microphone, opening } = store.own.value;
  const on = microphone === "on";
  const name = on ? words.call.mute : words.call.unmute;
  return (
    <button
      type="button"
      class={`round ${on ? "" : "off"}`}
      aria-label={name}
      title={store.mayPublish.value ? `${name} (m)` : words.devices.guest}
      aria-busy={opening}
      disabled={!store.mayPublish.value || (opening && microphone === "off")}
      onClick={() => calling.media.toggleMicrophone()}
    >
      {on && <Loudness session={session} />}
      {on ? <MicIcon /> : <MicOffIcon />}
    </button>
  );
}

/** How loud one is for the others. */
function Loudness({ session: { store } }: RoomProps) {
  return <span class="loudness" style={{ transform: `scaleY(${store.loudness.value})` }} />;
}

export function CameraButton({ session: { store, calling } }: RoomProps) {
  const { camera, opening } = store.own.value;
  const name = camera ? words.call.stopCamera : words.call.startCamera;
  return (
    <button
      type="button"
      class={`round ${camera ? "" : "off"}`}
      aria-label={name}
      title={store.mayPublish.value ? `${name} (v)` : words.devices.guest}
      aria-busy={opening}
      disabled={!store.mayPublish.value || (opening && !camera)}
      onClick={() => calling.media.toggleCamera()}
    >
      {camera ? <VideoIcon /> : <VideoOffIcon />}
    </button>
  );
}

function SoundButton({ session: { store } }: RoomProps) {
  if (!store.soundBlocked.value) return null;
  const play = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    store.soundBlocked.value = false;
    const videos = (currentTarget.getRootNode() as ShadowRoot).querySelectorAll<HTMLMediaElement>(
      "video, audio",
    );
    for (const video of videos) void video.play().catch(() => {});
  };
  return (
    <button type="button" class="primary" onClick={play}>
      <SoundIcon /> {words.call.turnOnSound}
    </button>
  );
}

export function EndButton({ session }: { session: Session }) {
  const { store, calling } = session;
  if (store.call.value) {
    return (
      <button type="button" class="danger" onClick={() => calling.hangUp()}>
        <PhoneOffIcon /> {words.call.leave}
      </button>
    );
  }
  return (
    <button
      type="button"
      class="danger"
      disabled={!store.outgoing.value?.invite}
      onClick={() => calling.cancel()}
    >
      <PhoneOffIcon /> {words.call.cancel}
    </button>
  );
}
