import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Looks, type Quality } from "../../call/quality";
import { afterRest } from "../../common/rest";
import { words } from "../../lang";
import type { TileView } from "../../layout/arrangement";
import type { Session } from "../../session";
import { windowOf } from "../base/shown";

export type Qualities = ReadonlyMap<string, Quality>;

const INTERVAL = 2_000;

/** How good the connections to all peers are, as far as it is known: looked at in one go, and only while somebody sees it. */
export function useQualities(
  session: Session,
  box: { current: HTMLElement | null },
): ReadonlySignal<Qualities> {
  const qualities = useSignal<Qualities>(new Map());
  useEffect(() => {
    const looking = new Looking(session);
    const look = async () => {
      const seen = await looking.look(isInSight(box.current));
      if (seen && !same(seen, qualities.peek())) qualities.value = seen;
    };
    const timer = setInterval(() => afterRest(() => void look()), INTERVAL);
    return () => clearInterval(timer);
  }, [session, box, qualities]);
  return qualities;
}

/** Looks at all connections that have lasted since the last look: none is disturbed while it begins. */
class Looking {
  private peers = new Map<string, Peer>();

  constructor(private readonly session: Session) {}

  /** What is known now; null where nobody looks, so that what comes next is compared with nothing. */
  async look(seen: boolean): Promise<Qualities | null> {
    const before = this.peers;
    const lasting = seen ? this.connected() : [];
    this.peers = new Map(
      lasting.map((peer) => [peer, before.get(peer) ?? { looks: new Looks(), moving: false }]),
    );
    if (!seen) return null;
    const known = lasting.filter((peer) => before.has(peer));
    const qualities = await Promise.all(known.map(async (peer) => [peer, await this.measure(peer)] as const));
    return new Map(qualities.filter((pair): pair is [string, Quality] => pair[1] !== null));
  }

  private connected(): string[] {
    return [...this.session.store.peers.value]
      .filter(([, { link }]) => link === "connected")
      .map(([id]) => id);
  }

  private async measure(id: string): Promise<Quality | null> {
    const peer = this.peers.get(id);
    const report = await this.session.calling.measure(id);
    if (!peer || !report) return null;
    const { moving } = peer;
    peer.moving = this.sendsCamera(id);
    return peer.looks.take(report, moving && peer.moving);
  }

  private sendsCamera(id: string): boolean {
    const { store, calling } = this.session;
    return Boolean(store.people.value.get(id)?.media.video) && calling.demands.of(id).camera > 0;
  }
}

interface Peer {
  looks: Looks;
  /** Whether the camera's picture was coming at the last look. */
  moving: boolean;
}

interface ConnectionProps {
  session: Session;
  tile: TileView;
  qualities: ReadonlySignal<Qualities>;
  /** The picture stands still. */
  stalled?: boolean;
}

/** How good the connection is that a tile's picture comes by, as bars; nothing while it is not known. */
export function Connection({ session, tile: { participant }, qualities, stalled = false }: ConnectionProps) {
  const lost = session.store.peers.value.get(participant)?.link === "weak";
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
