import { words } from "../../lang";
import { MicIcon, MicOffIcon, PhoneOffIcon, VideoIcon, VideoOffIcon } from "../base/icons";
import type { Uses } from "../base/props";
import { bring } from "../base/sheets";
import style from "./bar.css";

bring(style);

export function MicrophoneButton({ session }: Uses<"facts" | "own" | "media">) {
  const { facts, own, media } = session;
  const { microphone, opening } = own.now.value;
  const on = microphone === "on";
  const name = on ? words.call.mute : words.call.unmute;
  return (
    <button
      type="button"
      class={`round ${on ? "" : "off"}`}
      aria-label={name}
      title={facts.mayPublish.value ? `${name} (m)` : words.devices.guest}
      aria-busy={opening}
      disabled={!facts.mayPublish.value || (opening && microphone === "off")}
      onClick={() => media.toggleMicrophone()}
    >
      {on && <Loudness session={session} />}
      {on ? <MicIcon /> : <MicOffIcon />}
    </button>
  );
}

/** How loud one is for the others. */
function Loudness({ session: { own } }: Uses<"own">) {
  return <span class="loudness" style={{ transform: `scaleY(${own.loudness.value})` }} />;
}

export function CameraButton({ session: { facts, own, media } }: Uses<"facts" | "own" | "media">) {
  const { camera, opening } = own.now.value;
  const name = camera ? words.call.stopCamera : words.call.startCamera;
  return (
    <button
      type="button"
      class={`round ${camera ? "" : "off"}`}
      aria-label={name}
      title={facts.mayPublish.value ? `${name} (v)` : words.devices.guest}
      aria-busy={opening}
      disabled={!facts.mayPublish.value || (opening && !camera)}
      onClick={() => media.toggleCamera()}
    >
      {camera ? <VideoIcon /> : <VideoOffIcon />}
    </button>
  );
}

export function EndButton({ session }: Uses<"facts" | "rings" | "calling" | "ringing">) {
  const { facts, rings, calling, ringing } = session;
  if (facts.call.value) {
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
      disabled={!rings.outgoing.value?.invite}
      onClick={() => ringing.cancel()}
    >
      <PhoneOffIcon /> {words.call.cancel}
    </button>
  );
}
