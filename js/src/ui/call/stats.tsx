import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SOURCES, type Source } from "../../call/engine";
import type { Flows } from "../../call/quality";
import {
  bitsOf,
  formatBits,
  formatPicture,
  formatRoute,
  formatShare,
  formatTime,
  lossOf,
  type Reading,
} from "../../call/stats";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Facts } from "../../room/facts";
import type { Session } from "../../session";
import { Popover } from "../base/dialog";
import { useInterval } from "../base/hooks";
import { CloseIcon } from "../base/icons";
import { wordOf } from "./naming";
import "./stats.css";

interface DetailsProps {
  session: Pick<Session, "facts" | "calling" | "arrangement">;
  tile: TileView;
}

type Line = readonly [term: string, value: string];

const SECOND = 1_000;

/** The numbers behind a tile, measured anew each second while they are shown. */
export function Details({ session, tile }: DetailsProps) {
  const title = wordOf("details", session.facts, tile);
  const lines = useLines(session, tile);
  const dialog = useRef<HTMLDivElement>(null);
  const close = () => session.arrangement.toggleDetails(tile.key);
  return (
    <Popover dialog={dialog} label={title} class="details" close={close}>
      <h3>
        {title}
        <button type="button" class="quiet small" data-first aria-label={words.room.close} onClick={close}>
          <CloseIcon />
        </button>
      </h3>
      <dl>
        {lines.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {lines.length === 0 && <p>{words.stats.waiting}</p>}
    </Popover>
  );
}

function useLines(session: DetailsProps["session"], tile: TileView): readonly Line[] {
  const lines = useSignal<readonly Line[]>([]);
  const before = useRef<Flows>(new Map());
  const measure = async () => {
    const now = await session.calling.measure(tile.own ? null : tile.participant, sourcesOf(tile));
    lines.value = describe(session.facts, tile, now, before.current);
    before.current = now;
  };
  useEffect(() => void measure(), []);
  useInterval(() => void measure(), SECOND);
  return lines.value;
}

/** Of one's own tile, what goes to everybody; of another's, what comes from them. The picture is the first. */
function sourcesOf({ own, picture, stream }: TileView): readonly Source[] {
  if (picture === "track") return [`stream:${stream}`];
  if (own) return [picture, ...SOURCES.filter((source) => source !== picture)];
  return [picture, picture === "camera" ? "microphone" : "screenSound"];
}

function describe(facts: Facts, tile: TileView, now: Flows, before: Flows): readonly Line[] {
  const [picture, ...others] = sourcesOf(tile).map(
    (source): Reading => ({ now: now.get(source) ?? null, before: before.get(source) ?? null }),
  );
  if (!picture) return [];
  if (tile.own) return describeSent(facts, picture, others);
  const [any] = now.values();
  const { stats } = words;
  if (!any) return [[stats.picture, stats.nothing]];
  const [sound] = others;
  return [
    ...describePicture(picture),
    ...(sound ? describeBoth(picture, sound) : describeAlone(picture)),
    [stats.roundTrip, formatTime(any.route?.roundTrip ?? null)],
    [stats.route, any.route ? formatRoute(any.route) : stats.nothing],
  ];
}

function describePicture(picture: Reading): Line[] {
  return [
    [words.stats.picture, picture.now?.width ? formatPicture(picture.now) : words.stats.notSent],
    [words.stats.pictureRate, formatBits(bitsOf(picture))],
  ];
}

function describeBoth(picture: Reading, sound: Reading): Line[] {
  const { stats } = words;
  const both = (format: (reading: Reading) => string) => {
    const [one, other] = [picture, sound].map((reading) => (reading.now ? format(reading) : "–"));
    return stats.lossOf(one ?? "", other ?? "");
  };
  return [
    [stats.sound, [sound.now?.codec, formatBits(bitsOf(sound))].filter(Boolean).join(", ")],
    [stats.loss, both((reading) => formatShare(lossOf(reading)))],
    [stats.jitter, both(({ now }) => formatTime(now?.jitter ?? null))],
  ];
}

/** What a kernel publishes is a picture or a sound, and only pictures have tiles. */
function describeAlone(picture: Reading): Line[] {
  return [
    [words.stats.loss, formatShare(lossOf(picture))],
    [words.stats.jitter, formatTime(picture.now?.jitter ?? null)],
  ];
}

function describeSent({ members, uplink }: Facts, picture: Reading, others: readonly Reading[]): Line[] {
  const { stats } = words;
  const sent = bitsOf(picture);
  const total = others.reduce((sum, reading) => sum + bitsOf(reading), sent);
  return [
    [stats.sentTo, stats.people(members.ids.value.length)],
    [stats.picture, sent > 0 && picture.now ? formatPicture(picture.now) : stats.notSent],
    [stats.pictureRate, formatBits(sent)],
    [stats.total, stats.ofCap(formatBits(total), formatBits(uplink.value))],
  ];
}
