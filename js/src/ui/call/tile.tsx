import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Place } from "../../layout/layout";
import type { Picture } from "../../room/model";
import type { Session } from "../../session";
import { Avatar } from "../base/avatar";
import { Boundary } from "../base/boundary";
import { useInterval } from "../base/hooks";
import { MicOffIcon } from "../base/icons";
import { Mark } from "../base/labelled";
import { useShown } from "../base/shown";
import { Signs } from "../base/signs";
import { useVideo } from "../base/video";
import { Connection, type Qualities } from "./connection";
import { nameOfTile, trackOf } from "./naming";
import { Tools } from "./tools";
import { MutedForMe, volumeFor } from "./volume";

interface TileProps {
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
    <Frame {...props}>
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
  const shows = person?.media.video ?? false;
  const video = useWatched(props, "camera", view?.camera ?? null);
  const stalled = useStalled(video, () => shows && demands.of(participant, "camera") > 0);
  return (
    <Frame
      {...props}
      video={video}
      instead={!shows && <Initials user={person?.user ?? participant} name={facts.nameOf(participant)} />}
      trouble={describeTrouble(props, stalled)}
    >
      <NamePlate name={facts.nameOf(participant)} muted={!person?.media.audio}>
        {volumeFor(props.session, participant).muted && <MutedForMe />}
        <Connection {...props} stalled={stalled} />
      </NamePlate>
    </Frame>
  );
}

/** What somebody else shares. A screen on which nothing changes sends next to nothing: standing still is no trouble. */
function ScreenTile(props: TileProps) {
  const { session, tile } = props;
  const video = useWatched(props, "screen", session.streams.of(tile.participant)?.screen ?? null);
  return (
    <Frame {...props} video={video} trouble={describeTrouble(props)}>
      <NamePlate name={nameOfTile(session.facts, tile)}>
        {volumeFor(session, tile.participant).muted && <MutedForMe />}
        <Connection {...props} />
      </NamePlate>
    </Frame>
  );
}

/** A picture that a kernel publishes. */
function TrackTile(props: TileProps) {
  const { facts, streams } = props.session;
  const video = useVideo(streams.published(props.tile.participant, props.tile.stream));
  const trouble = describeTrouble(props);
  const problem = !trouble && trackOf(facts, props.tile)?.problem;
  return (
    <Frame {...props} video={video} trouble={trouble}>
      {problem && <p class="trouble">{problem}</p>}
      <NamePlate name={nameOfTile(facts, props.tile)}>
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
  const instead = !stream && <Initials user={facts.me.value?.user ?? ""} name={name} />;
  return (
    <Frame {...props} video={video} instead={instead}>
      <NamePlate name={words.names.withYou(name)} muted={microphone !== "on" || silenced.microphone} />
    </Frame>
  );
}

function OwnScreenTile(props: TileProps) {
  const video = useVideo(props.session.own.now.value.screen);
  return (
    <Frame {...props} video={video}>
      <NamePlate name={words.tiles.yourScreen} />
    </Frame>
  );
}

interface FrameProps extends TileProps {
  video?: { current: HTMLVideoElement | null };
  /** What covers a video that has no picture. */
  instead?: ComponentChildren;
  /** Why the picture may be an old one. */
  trouble?: string;
  children: ComponentChildren;
}

function Frame({ session, tile, place, over, roomy, opened, ...inside }: FrameProps) {
  const { video, instead, trouble = "", children } = inside;
  const { own, picture, participant } = tile;
  const speaking = picture === "camera" && session.own.speaking.value.has(participant);
  const classes = {
    own: own && picture === "camera",
    screen: picture === "screen",
    track: picture === "track",
    over,
    dim: trouble !== "",
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
      {video && <video ref={video} autoplay playsInline muted />}
      {instead}
      {trouble && <p class="trouble">{trouble}</p>}
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
        <Mark class="muted" text={words.tiles.microphoneOff} title={words.tiles.microphoneIsOff}>
          <MicOffIcon />
        </Mark>
      )}
      <span class="name">{name}</span>
      {children}
    </span>
  );
}

function Initials({ user, name }: { user: string; name: string }) {
  return (
    <div class="no-picture" aria-hidden="true">
      <Avatar user={user} name={name} large />
    </div>
  );
}

function describeTrouble({ session: { facts, streams }, tile }: TileProps, stalled = false): string {
  const view = streams.of(tile.participant);
  const name = facts.nameOf(tile.participant);
  if (!view || view.link === "connecting") return words.tiles.connecting(name);
  return view.link === "weak" || stalled ? words.tiles.weak(name) : "";
}

function toStyle({ left, top, width, height }: Place) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

/** A picture of somebody else, who is told how high it is shown. */
function useWatched({ session, tile }: TileProps, picture: Picture, stream: MediaStream | null) {
  const video = useVideo(stream);
  useShown(session, tile.participant, picture, video);
  return video;
}

/** Whether a picture that should move has stood still for too long. A hidden page paints none, and proves nothing. */
function useStalled(video: { current: HTMLVideoElement | null }, expected: () => boolean): boolean {
  const stalled = useSignal(false);
  const seen = useRef({ frames: 0, moved: Date.now() }).current;
  useInterval(() => {
    const frames = video.current?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    if (frames !== seen.frames || seen.frames === 0 || document.hidden || !expected())
      seen.moved = Date.now();
    seen.frames = frames;
    stalled.value = Date.now() - seen.moved > STALL;
  }, 500);
  return stalled.value;
}
