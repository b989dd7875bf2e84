import type { Engine, EngineEvents } from "./engine";

/**
 * A call that is about to be joined: the engine works already, and nobody hears of it.
 *
 * Making offers takes as long as a person takes from reaching a button to pressing it.
 */
export class Anticipation {
  private readonly engine: Engine;
  private waiting: (() => void)[] | null = [];

  constructor(
    private readonly peers: readonly string[],
    createEngine: (events: EngineEvents) => Engine,
    events: EngineEvents,
  ) {
    this.engine = createEngine({
      send: (...signal) => this.pass(() => events.send(...signal)),
      link: (...state) => this.pass(() => events.link(...state)),
      stream: (...stream) => this.pass(() => events.stream(...stream)),
      screen: (...stream) => this.pass(() => events.screen(...stream)),
      flowing: (peer) => this.pass(() => events.flowing(peer)),
      unreachable: (peer) => this.pass(() => events.unreachable(peer)),
      gone: (peer) => this.pass(() => events.gone(peer)),
      published: (...streams) => this.pass(() => events.published(...streams)),
      wanted: (peer) => events.wanted(peer),
      audience: (peer) => events.audience(peer),
      listens: (peer) => events.listens(peer),
    });
    this.engine.prepare(peers);
  }

  /** It has come true: everything that was held back is told. */
  release(): Engine {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const tell of waiting) tell();
    return this.engine;
  }

  discard(): void {
    this.waiting = [];
    this.engine.close();
  }

  /** Whether it was these who were expected. */
  fits(peers: readonly string[]): boolean {
    return peers.length === this.peers.length && peers.every((peer) => this.peers.includes(peer));
  }

  private pass(tell: () => void): void {
    if (this.waiting) this.waiting.push(tell);
    else tell();
  }
}
