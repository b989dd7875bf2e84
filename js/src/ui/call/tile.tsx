import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Received } from "../../call/streams";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Place } from "../../layout/layout";
import type { Session } from "../../session";
import { colourOf, initialsOf } from "../base/avatar";
import { Boundary } from "../base/boundary";
import { MicOffIcon } from "../base/icons";
import { useShown } from "../base/shown";
import { Signs } from "../base/signs";
import { useVideo } from "../base/video";
import { Connection, type Qualities } from "./connection";
import { nameOfTile, trackOf } from "./naming";
import { Tools } from "./tools";
import { MutedForMe, volumeFor } from "./volume";

export interface TileProps {
  session: Session;
  tile: TileView;
  /** Where among the tiles. */
  place: Place | undefined;
  /** It lies over another one. */
  over: boolean;
  /** There is space for more than one button on it. */
  roomy: boolean;
  qualities: ReadonlySignal<Qualities>;
  /** The key of the tile whose options are open, or null. */
  opened: Signal<string | null>;
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

/** Somebody else in the call. */
function PeerTile(props: TileProps) {
  const { facts, demands, streams } = props.session;
  const { participant } = props.tile;
  const person = facts.person(participant);
  const view = streams.of(participant);
  const name = facts.nameOf(participant);
  const picture = person?.media.video ?? false;
  const video = useWatched(props, view?.camera ?? null);
  const stalled = useStalled(video, () => picture && demands.of(participant, "camera") > 0);
  const trouble = describeTrouble(name, view, stalled);
  const { muted } = volumeFor(props.session, participant);
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted />
      {!picture && <Initials id={person?.user ?? participant} name={name} />}
      {trouble && <p class="trouble">{trouble}</p>}
      <NamePlate name={name} muted={!person?.media.audio}>
        {muted && <MutedForMe />}
        <Connection {...props} stalled={stalled} />
      </NamePlate>
    </Frame>
  );
}

/** What somebody else shares. */
function ScreenTile(props: TileProps) {
  const { facts, streams } = props.session;
  const view = streams.of(props.tile.participant);
  const video = useWatched(props, view?.screen ?? null);
  const { muted } = volumeFor(props.session, props.tile.participant);
  // A screen on which nothing changes sends next to nothing: standing still is no trouble.
  const trouble = describeTrouble(facts.nameOf(props.tile.participant), view, false);
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted />
      {trouble && <p class="trouble">{trouble}</p>}
      <NamePlate name={nameOfTile(props.session.facts, props.tile)}>
        {muted && <MutedForMe />}
        <Connection {...props} />
      </NamePlate>
    </Frame>
  );
}

/** A picture that a kernel publishes. */
function TrackTile(props: TileProps) {
  const { facts, streams } = props.session;
  const { participant, stream } = props.tile;
  const video = useVideo(streams.published(participant, stream));
  const trouble = describeTrouble(facts.nameOf(participant), streams.of(participant), false);
  const problem = trouble || trackOf(facts, props.tile)?.problem;
  return (
    <Frame {...props} dim={trouble !== ""}>
      <video ref={video} autoplay playsInline muted />
      {problem && <p class="trouble">{problem}</p>}
      <NamePlate name={nameOfTile(props.session.facts, props.tile)}>
        <Connection {...props} />
      </NamePlate>
    </Frame>
  );
}

/** Oneself, as in a mirror. */
function OwnTile(props: TileProps) {
  const { facts, own } = props.session;
  const { stream, microphone, silenced } = own.now.value;
  const video = useVideo(stream);
  const name = facts.myName.value;
  return (
    <Frame {...props} dim={false}>
      <video ref={video} autoplay playsInline muted />
      {!stream && <Initials id={facts.me.value?.user ?? ""} name={name} />}
      <NamePlate name={words.names.withYou(name)} muted={microphone !== "on" || silenced.microphone} />
    </Frame>
  );
}

function OwnScreenTile(props: TileProps) {
  const { own } = props.session;
  const video = useVideo(own.now.value.screen);
  return (
    <Frame {...props} dim={false}>
      <video ref={video} autoplay playsInline muted />
      <NamePlate name={words.tiles.yourScreen} />
    </Frame>
  );
}

interface FrameProps extends TileProps {
  dim: boolean;
  children: ComponentChildren;
}

function Frame({ session, tile, place, over, roomy, opened, dim, children }: FrameProps) {
  const { own, picture, participant } = tile;
  const speaking = picture === "camera" && session.own.speaking.value.has(participant);
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
      aria-label={nameOfTile(session.facts, tile)}
      class={["tile", ...Object.keys(classes).filter((key) => classes[key as keyof typeof classes])].join(
        " ",
      )}
      style={place && toStyle(place)}
    >
      {children}
      {picture === "camera" && <Signs session={session} participant={participant} />}
      {!over && <Tools session={session} tile={tile} roomy={roomy} opened={opened} />}
    </div>
  );
}

interface NamePlateProps {
  name: string;
  muted?: boolean;
  children?: ComponentChildren;
}

function NamePlate({ name, muted = false, children }: NamePlateProps) {
  return (
    <span class="plate">
      {muted && (
        <span class="muted" title={words.tiles.microphoneIsOff}>
          <MicOffIcon />
          <span class="hidden-words">{words.tiles.microphoneOff}</span>
        </span>
      )}
      <span class="name">{name}</span>
      {children}
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

function describeTrouble(name: string, view: Received | undefined, stalled: boolean): string {
  if (!view || view.link === "connecting") return words.tiles.connecting(name);
  return view.link === "weak" || stalled ? words.tiles.weak(name) : "";
}

function toStyle({ left, top, width, height }: Place) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

/** A picture of somebody else, who is told how high it is shown. */
function useWatched({ session, tile }: TileProps, stream: MediaStream | null) {
  const video = useVideo(stream);
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
