import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import { layout } from "../layout";
import type { Session } from "../session";
import { MicIcon, MicOffIcon, PhoneOffIcon, SoundIcon, VideoIcon, VideoOffIcon } from "./icons";
import type { RoomProps } from "./room";
import { ScreenButton } from "./screen";
import { OwnTile, PeerTile } from "./tile";

const GAP = 8;
// Narrower than this, one's own picture moves into a corner.
const NARROW = 400;

/** A call, or the ring that may become one: tiles and the bar below them. */
export function CallStage({ session }: RoomProps) {
  return (
    <div class="call">
      <Notices session={session} />
      <Tiles session={session} />
      <Bar session={session} />
    </div>
  );
}

function Tiles({ session }: RoomProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [size]);
  const { width, height } = size.value;
  const peers = [...session.store.peers.value.keys()];
  const corner = peers.length > 0 && width < NARROW;
  const grid = layout(peers.length + (corner ? 0 : 1), width, height, GAP);
  const style = { width: `${grid.width}px`, height: `${grid.height}px` };
  return (
    <div class={`tiles ${corner ? "with-corner" : ""}`} ref={box}>
      <div class="grid" style={{ gap: `${GAP}px`, width: `${grid.columns * (grid.width + GAP) - GAP}px` }}>
        {peers.map((peer) => (
          <PeerTile key={peer} session={session} peer={peer} style={style} />
        ))}
        <OwnTile session={session} {...(!corner && { style })} />
      </div>
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
      <button type="button" onClick={() => void calling.media.openMissing()}>
        {words.call.turnBothOn}
      </button>
    </p>
  );
}

function Bar({ session }: RoomProps) {
  return (
    <div class="bar" role="toolbar" aria-label={words.call.bar}>
      <MicrophoneButton session={session} />
      <CameraButton session={session} />
      <ScreenButton session={session} />
      <SoundButton session={session} />
      <span class="space" />
      <EndButton session={session} />
    </div>
  );
}

function MicrophoneButton({ session: { store, calling } }: RoomProps) {
  const { microphone, opening } = store.own.value;
  const on = microphone === "on";
  const name = on ? words.call.mute : words.call.unmute;
  return (
    <button
      type="button"
      class={`round ${on ? "" : "off"}`}
      aria-label={name}
      title={`${name} (m)`}
      aria-busy={opening}
      disabled={!store.mayPublish.value || (opening && microphone === "off")}
      onClick={() => calling.media.toggleMicrophone()}
    >
      {on ? <MicIcon /> : <MicOffIcon />}
    </button>
  );
}

function CameraButton({ session: { store, calling } }: RoomProps) {
  const { camera, opening } = store.own.value;
  const name = camera ? words.call.stopCamera : words.call.startCamera;
  return (
    <button
      type="button"
      class={`round ${camera ? "" : "off"}`}
      aria-label={name}
      title={`${name} (v)`}
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
    const videos = (currentTarget.getRootNode() as ShadowRoot).querySelectorAll("video");
    for (const video of videos) void video.play().catch(() => {});
  };
  return (
    <button type="button" class="primary" onClick={play}>
      <SoundIcon /> {words.call.turnOnSound}
    </button>
  );
}

function EndButton({ session }: { session: Session }) {
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
