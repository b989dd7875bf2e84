import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import type { Session } from "../session";
import type { PeerView } from "../store";
import { colourOf, initialsOf } from "./avatar";
import { MicOffIcon } from "./icons";

type Size = { width: string; height: string };

const STALL = 2_000;

/** Somebody else in the call. */
export function PeerTile({ session, peer, style }: { session: Session; peer: string; style: Size }) {
  const { store } = session;
  const person = store.people.value.get(peer);
  const view = store.peers.value.get(peer);
  const name = store.nameOf(peer);
  const picture = person?.media.video ?? false;
  const video = useVideo(view?.stream ?? null, () => {
    store.soundBlocked.value = true;
  });
  const stalled = useStalled(video, picture);
  const trouble = describeTrouble(name, view, stalled);
  return (
    <div role="group" aria-label={name} class={`tile ${trouble ? "dim" : ""}`} style={style}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for a live call. */}
      <video ref={video} autoplay playsInline />
      {!picture && <Initials id={person?.user ?? peer} name={name} />}
      {trouble && <p class="trouble">{trouble}</p>}
      <NamePlate name={name} muted={!person?.media.audio} />
    </div>
  );
}

/** Oneself, as in a mirror. */
export function OwnTile({ session, style }: { session: Session; style?: Size }) {
  const { store } = session;
  const { stream, microphone } = store.own.value;
  const video = useVideo(stream, () => {});
  const name = store.myName.value;
  return (
    <div role="group" aria-label={name} class={`tile own ${style ? "" : "corner"}`} style={style}>
      <video ref={video} autoplay playsInline muted />
      {!stream && <Initials id={store.me.value?.user ?? ""} name={name} />}
      <NamePlate name={words.names.withYou(name)} muted={microphone !== "on"} />
    </div>
  );
}

function NamePlate({ name, muted }: { name: string; muted: boolean }) {
  return (
    <span class="plate">
      {muted && (
        <span class="muted" title={words.tile.microphoneIsOff}>
          <MicOffIcon />
          <span class="hidden-words">{words.tile.microphoneOff}</span>
        </span>
      )}
      <span class="name">{name}</span>
    </span>
  );
}

function Initials({ id, name }: { id: string; name: string }) {
  return (
    <div class="no-picture" aria-hidden="true">
      <span class="avatar large" style={{ background: colourOf(id) }}>
        {initialsOf(name)}
      </span>
    </div>
  );
}

function describeTrouble(name: string, view: PeerView | undefined, stalled: boolean): string {
  if (!view || view.link === "connecting") return words.tile.connecting(name);
  return view.link === "weak" || stalled ? words.tile.weak(name) : "";
}

function useVideo(stream: MediaStream | null, blocked: () => void) {
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    const element = video.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    if (!stream) return;
    element.play().catch((error: DOMException) => {
      if (error.name === "NotAllowedError") blocked();
    });
  });
  return video;
}

/** Whether a picture that should move has stood still for too long. A hidden page paints none, and proves nothing. */
function useStalled(video: { current: HTMLVideoElement | null }, expected: boolean): boolean {
  const stalled = useSignal(false);
  useEffect(() => {
    if (!expected) return;
    let frames = 0;
    let moved = Date.now();
    const timer = setInterval(() => {
      const now = video.current?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
      if (now !== frames || frames === 0 || document.hidden) moved = Date.now();
      frames = now;
      stalled.value = Date.now() - moved > STALL;
    }, 500);
    return () => {
      clearInterval(timer);
      stalled.value = false;
    };
  }, [expected, video, stalled]);
  return stalled.value;
}
