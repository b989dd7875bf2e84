import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Looking, type LookingPorts, type Quality } from "../../call/quality";
import { afterRest } from "../../common/rest";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import { useInterval } from "../base/hooks";
import type { Uses } from "../base/props";
import { windowOf } from "../base/shown";

export type Qualities = ReadonlyMap<string, Quality>;

type QualityUses = Uses<"facts" | "demands" | "streams" | "calling">;

const INTERVAL = 2_000;

/** How good the connections to all peers are, as far as it is known: looked at in one go, and only while somebody sees it. */
export function useQualities(
  session: QualityUses["session"],
  box: { current: HTMLElement | null },
): ReadonlySignal<Qualities> {
  const qualities = useSignal<Qualities>(new Map());
  const looking = useMemo(() => new Looking(portsOf(session)), [session]);
  const look = async () => {
    if (!isInSight(box.current)) return looking.forget();
    const seen = await looking.look();
    if (!same(seen, qualities.peek())) qualities.value = seen;
  };
  useInterval(() => afterRest(() => void look()), INTERVAL);
  return qualities;
}

function portsOf({ facts, demands, streams, calling }: QualityUses["session"]): LookingPorts {
  return {
    connected: () => facts.members.ids.value.filter((member) => streams.isConnected(member)),
    measure: (member) => calling.measure(member, streams.sourcesOf(member)),
    sendsCamera: (peer) => Boolean(facts.person(peer)?.media.video) && demands.of(peer, "camera") > 0,
  };
}

interface ConnectionProps extends Uses<"streams"> {
  tile: TileView;
  qualities: ReadonlySignal<Qualities>;
  /** The picture stands still. */
  stalled?: boolean;
}

/** How good the connection is that a tile's picture comes by, as bars; nothing while it is not known. */
export function Connection({ session, tile: { participant }, qualities, stalled = false }: ConnectionProps) {
  const lost = session.streams.of(participant)?.link === "weak";
  const quality = lost || stalled ? "weak" : qualities.value.get(participant);
  if (!quality) return null;
  const name = words.tiles.connection[quality];
  return (
    <span role="img" aria-label={name} title={name} class={`bars ${quality}`}>
      <i />
      <i />
      <i />
    </span>
  );
}

function isInSight(box: HTMLElement | null): boolean {
  if (!box || box.ownerDocument.hidden) return false;
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > 0 && top < windowOf(box).innerHeight;
}

function same(one: Qualities, other: Qualities): boolean {
  return one.size === other.size && [...one].every(([peer, quality]) => other.get(peer) === quality);
}
