import { words } from "../../lang";
import { MicIcon, MicOffIcon, PhoneOffIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { RoomProps } from "../base/props";
import { bring } from "../base/sheets";
import style from "./bar.css";

bring(style);

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

export function EndButton({ session }: RoomProps) {
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
