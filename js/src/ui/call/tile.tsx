import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Place } from "../../layout/layout";
import type { PeerView, Store } from "../../room/store";
import type { Session } from "../../session";
import type { Track } from "../../wire/protocol.gen";
import { colourOf, initialsOf } from "../base/avatar";
import { Boundary } from "../base/boundary";
import { InfoIcon, MicOffIcon, PinIcon, PinOffIcon } from "../base/icons";
import { useShown } from "../base/shown";
import { Signs } from "../base/signs";
import { useVideo } from "../base/video";

export interface TileProps {
  session: Session;
  tile: TileView;
  /** Where among the tiles. */
  place: Place | undefined;
  /** It lies over another one. */
  over: boolean;
  /** It is heard somewhere else already. */
  silent: boolean;
}

const STALL = 2_000;

/** One person's camera, one screen, or what a kernel shows. */
export function Tile(props: TileProps) {
  return (
    <Boundary session={props.session} instead={<BrokenTile {...props} />}>
      <AnyTile {...props} />
    </Boundary>
  );
}

function AnyTile(props: TileProps) {
  const { own, picture } = props.tile;
  if (picture === "track") return <TrackTile {...props} />;
  if (picture === "screen") return own ? <OwnScreenTile {...props} /> : <ScreenTile {...props} />;
  return own ? <OwnTile {...props} /> : <PeerTile {...props} />;
}

/** In the place of a tile that cannot be shown. */
function BrokenTile(props: TileProps) {
  return (
    <Frame {...props} dim={false}>
      <p class="trouble">{words.room.notShown}</p>
    </Frame>
  );
}

/** What the tile is called, for the eye and for everybody else. */
export function nameOfTile(store: Store, tile: TileView): string {
  const { own, picture, participant } = tile;
  if (picture === "track")
    return words.tiles.track(trackOf(store, tile)?.name ?? "", store.nameOf(participant));
  if (own) return picture === "screen" ? words.tiles.yourScreen : store.myName.value;
  const name = store.nameOf(participant);
  return picture === "screen" ? words.tiles.screenOf(name) : name;
}

/** What can be done with a tile, as a phrase with its name in it. */
export function wordOf(what: "pin" | "unpin" | "details", store: Store, tile: TileView): string {
  if (tile.own && tile.picture === "screen") return words.tiles.ofYourScreen[what];
  return words.tiles[what](nameOfTile(store, tile));
}

/** Somebody else in the call. */
function PeerTile(props: TileProps) {
  const { store, calling } = props.session;
  const { participant } = props.tile;
  const person = store.people.value.get(participant);
  const view = store.peers.value.get(participant);
  const name = store.nameOf(participant);
  const picture = person?.media.video ?? false;
  const video = usePeersVideo(props, view?.stream ?? null);
  const stalled = useStalled(video, () => picture && calling.demands.of(participant).camera > 0);
  const trouble = describeTrouble(name, view, stalled);
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted={props.silent} />
      {!picture && <Initials id={person?.user ?? participant} name={name} />}
      {trouble && <p class="trouble">{trouble}</p>}
      <NamePlate name={name} muted={!person?.media.audio} />
    </Frame>
  );
}

/** What somebody else shares, with its sound. */
function ScreenTile(props: TileProps) {
  const { store } = props.session;
  const view = store.peers.value.get(props.tile.participant);
  const video = usePeersVideo(props, view?.screen ?? null);
  // A screen on which nothing changes sends next to nothing: standing still is no trouble.
  const trouble = describeTrouble(store.nameOf(props.tile.participant), view, false);
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted={props.silent} />
      {trouble && <p class="trouble">{trouble}</p>}
      <NamePlate name={nameOfTile(store, props.tile)} muted={false} />
    </Frame>
  );
}

/** What a kernel publishes, as a picture; its sounds play by themselves. */
function TrackTile(props: TileProps) {
  const { store } = props.session;
  const { participant, stream } = props.tile;
  const video = useVideo(store.publishedStream(participant, stream), () => {});
  const trouble = describeTrouble(store.nameOf(participant), store.peers.value.get(participant), false);
  const problem = trouble || trackOf(store, props.tile)?.problem;
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted />
      {problem && <p class="trouble">{problem}</p>}
      <NamePlate name={nameOfTile(store, props.tile)} muted={false} />
    </Frame>
  );
}

function trackOf(store: Store, { participant, stream }: TileView): Track | undefined {
  return store.people.value.get(participant)?.tracks.find((track) => track.stream === stream);
}

/** Oneself, as in a mirror. */
function OwnTile(props: TileProps) {
  const { store } = props.session;
  const { stream, microphone, silenced } = store.own.value;
  const video = useVideo(stream, () => {});
  const name = store.myName.value;
  return (
    <Frame {...props} dim={false}>
      <video ref={video} autoplay playsInline muted />
      {!stream && <Initials id={store.me.value?.user ?? ""} name={name} />}
      <NamePlate name={words.names.withYou(name)} muted={microphone !== "on" || silenced.microphone} />
    </Frame>
  );
}

function OwnScreenTile(props: TileProps) {
  const { store } = props.session;
  const video = useVideo(store.own.value.screen, () => {});
  return (
    <Frame {...props} dim={false}>
      <video ref={video} autoplay playsInline muted />
      <NamePlate name={words.tiles.yourScreen} muted={false} />
    </Frame>
  );
}

interface FrameProps extends Omit<TileProps, "silent"> {
  dim: boolean;
  children: ComponentChildren;
}

function Frame({ session, tile, place, over, dim, children }: FrameProps) {
  const { store } = session;
  const { own, picture, participant } = tile;
  const speaking = picture === "camera" && store.speaking.value.has(participant);
  const classes = {
    own: own && picture === "camera",
    screen: picture === "screen",
    track: picture === "track",
    over,
    dim,
    speaking,
  };
  return (
    <div
      role="group"
      aria-label={nameOfTile(store, tile)}
      class={["tile", ...Object.keys(classes).filter((key) => classes[key as keyof typeof classes])].join(
        " ",
      )}
      style={place && toStyle(place)}
    >
      {children}
      {picture === "camera" && <Signs session={session} participant={participant} />}
      {!over && <Tools session={session} tile={tile} />}
    </div>
  );
}

/** They show when pointer or focus is on the tile; the keyboard always finds them. */
function Tools({ session, tile }: Pick<TileProps, "session" | "tile">) {
  const { arrangement, store } = session;
  const pinned = arrangement.pinned.value === tile.key;
  const pin = wordOf(pinned ? "unpin" : "pin", store, tile);
  const details = wordOf("details", store, tile);
  return (
    <span class={`tools ${pinned ? "kept" : ""}`}>
      <button
        type="button"
        aria-label={details}
        title={details}
        aria-expanded={arrangement.detailed.value === tile.key}
        onClick={() => arrangement.toggleDetails(tile.key)}
      >
        <InfoIcon />
      </button>
      <button
        type="button"
        aria-label={pin}
        title={pin}
        onClick={() => arrangement.pin(pinned ? null : tile.key)}
      >
        {pinned ? <PinOffIcon /> : <PinIcon />}
      </button>
    </span>
  );
}

function NamePlate({ name, muted }: { name: string; muted: boolean }) {
  return (
    <span class="plate">
      {muted && (
        <span class="muted" title={words.tiles.microphoneIsOff}>
          <MicOffIcon />
          <span class="hidden-words">{words.tiles.microphoneOff}</span>
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
  if (!view || view.link === "connecting") return words.tiles.connecting(name);
  return view.link === "weak" || stalled ? words.tiles.weak(name) : "";
}

function toStyle({ left, top, width, height }: Place) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

function usePeersVideo({ session, tile }: TileProps, stream: MediaStream | null) {
  const video = useVideo(stream, () => {
    session.store.soundBlocked.value = true;
  });
  useShown(session, tile.participant, tile.picture === "screen" ? "screen" : "camera", video);
  return video;
}

/** Whether a picture that should move has stood still for too long. A hidden page paints none, and proves nothing. */
function useStalled(video: { current: HTMLVideoElement | null }, expected: () => boolean): boolean {
  const stalled = useSignal(false);
  const expecting = useRef(expected);
  expecting.current = expected;
  useEffect(() => {
    let frames = 0;
    let moved = Date.now();
    const timer = setInterval(() => {
      const now = video.current?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
      if (now !== frames || frames === 0 || document.hidden || !expecting.current()) moved = Date.now();
      frames = now;
      stalled.value = Date.now() - moved > STALL;
    }, 500);
    return () => clearInterval(timer);
  }, [video, stalled]);
  return stalled.value;
}
