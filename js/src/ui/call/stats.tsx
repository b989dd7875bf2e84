import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND } from "../../call/slots";
import {
  type Flow,
  flow,
  flowOf,
  formatBits,
  formatPicture,
  formatRoute,
  formatShare,
  formatTime,
  type Report,
  route,
} from "../../call/stats";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Session } from "../../session";
import { useDialogFocus } from "../base/dialog";
import { CloseIcon } from "../base/icons";
import { bring } from "../base/sheets";
import { wordOf } from "./naming";
import style from "./stats.css";

bring(style);

interface DetailsProps {
  session: Session;
  tile: TileView;
}

type Reports = ReadonlyMap<string, Report>;
type Line = readonly [term: string, value: string];

const SECOND = 1_000;

/** The numbers behind a tile, measured anew each second while they are shown. */
export function Details({ session, tile }: DetailsProps) {
  const title = wordOf("details", session.store, tile);
  const lines = useLines(session, tile);
  const dialog = useRef<HTMLDivElement>(null);
  useDialogFocus(dialog);
  const shut = () => session.arrangement.toggleDetails(tile.key);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  };
  return (
    <div ref={dialog} role="dialog" aria-label={title} class="details" onKeyDown={keys}>
      <h3>
        {title}
        <button type="button" class="quiet small" data-first aria-label={words.room.close} onClick={shut}>
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
    </div>
  );
}

function useLines(session: Session, tile: TileView): readonly Line[] {
  const lines = useSignal<readonly Line[]>([]);
  useEffect(() => {
    let before: Reports | null = null;
    const measure = async () => {
      const now = await measureAll(session, tile);
      lines.value = describe(session, tile, now, before);
      before = now;
    };
    void measure();
    const timer = setInterval(() => void measure(), SECOND);
    return () => clearInterval(timer);
  }, [session, tile.key, lines]);
  return lines.value;
}

function describe(session: Session, tile: TileView, now: Reports, before: Reports | null): readonly Line[] {
  if (tile.own) return describeSent(session, tile, now, before);
  const report = now.get(tile.participant);
  if (!report) return [[words.stats.picture, words.stats.nothing]];
  const earlier = before?.get(tile.participant) ?? null;
  const { stats } = words;
  const way = route(report);
  return [
    ...(tile.picture === "track"
      ? describeTrack(session, tile, report, earlier)
      : describeReceived(tile, report, earlier)),
    [stats.roundTrip, formatTime(way?.roundTrip ?? null)],
    [stats.route, way ? formatRoute(way) : stats.nothing],
  ];
}

/** Of one's own tile, what goes to everybody; of another's, what comes from them. */
async function measureAll({ store, calling }: Session, { own, participant }: TileView): Promise<Reports> {
  const peers = own ? store.members.ids.value : [participant];
  const reports = await Promise.all(peers.map(async (peer) => [peer, await calling.measure(peer)] as const));
  return new Map(reports.filter((pair): pair is [string, RTCStatsReport] => pair[1] !== null));
}

function slotsOf({ picture }: TileView): readonly [picture: string, sound: string] {
  const [video, audio] = picture === "camera" ? [CAMERA, MICROPHONE] : [SCREEN, SCREEN_SOUND];
  return [String(video), String(audio)];
}

function describeReceived(tile: TileView, now: Report, before: Report | null): Line[] {
  const [picture, sound] = slotsOf(tile).map((mid) => flow("inbound-rtp", mid, now, before));
  const { stats } = words;
  return [
    ...describePicture(picture ?? null),
    [stats.sound, [sound?.codec, formatBits(sound?.bits ?? 0)].filter(Boolean).join(", ")],
    [stats.loss, both(picture, sound, ({ loss }) => formatShare(loss))],
    [stats.jitter, both(picture, sound, ({ jitter }) => formatTime(jitter))],
  ];
}

/** What a kernel publishes is a picture or a sound, and only pictures have tiles. */
function describeTrack({ calling }: Session, tile: TileView, now: Report, before: Report | null): Line[] {
  const [track] = calling.streams.published(tile.participant, tile.stream)?.getVideoTracks() ?? [];
  const picture = track ? flowOf(track.id, now, before) : null;
  const { stats } = words;
  return [
    ...describePicture(picture),
    [stats.loss, formatShare(picture?.loss ?? null)],
    [stats.jitter, formatTime(picture?.jitter ?? null)],
  ];
}

function describePicture(picture: Flow | null): Line[] {
  return [
    [words.stats.picture, picture?.width ? formatPicture(picture) : words.stats.notSent],
    [words.stats.pictureRate, formatBits(picture?.bits ?? 0)],
  ];
}

function both(
  picture: Flow | null | undefined,
  sound: Flow | null | undefined,
  format: (flow: Flow) => string,
) {
  const [one, other] = [picture, sound].map((flow) => (flow ? format(flow) : "–"));
  return words.stats.lossOf(one ?? "", other ?? "");
}

function describeSent({ store }: Session, tile: TileView, now: Reports, before: Reports | null): Line[] {
  const { stats } = words;
  const flows = (mid: string) =>
    [...now].map(([peer, report]) => flow("outbound-rtp", mid, report, before?.get(peer) ?? null));
  const [picture] = slotsOf(tile).map(flows);
  const sent = picture?.filter((flow) => flow !== null && flow.bits > 0) ?? [];
  const largest = sent.reduce(
    (best, next) => ((next?.height ?? 0) > (best?.height ?? 0) ? next : best),
    null,
  );
  const all = ["0", "1", "2", "3"].flatMap(flows);
  return [
    [stats.sentTo, stats.people(now.size)],
    [stats.picture, largest ? formatPicture(largest) : stats.notSent],
    [stats.pictureRate, formatBits(sum(picture ?? []))],
    [stats.total, stats.ofCap(formatBits(sum(all)), formatBits(store.uplink.value))],
  ];
}

function sum(flows: readonly (Flow | null)[]): number {
  return flows.reduce((total, flow) => total + (flow?.bits ?? 0), 0);
}
