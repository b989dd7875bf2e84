import type { Engine, EngineContext } from "./engine";

/**
 * A call that is about to be joined: the engine works already, and nobody hears of it.
 *
 * Making offers takes as long as a person takes from reaching a button to pressing it.
 */
export class Anticipation {
  readonly engine: Engine;
  private waiting: (() => void)[] | null = [];

  constructor(
    private readonly participants: readonly string[],
    createEngine: (context: EngineContext) => Engine,
    context: EngineContext,
  ) {
    this.engine = createEngine({
      ...context,
      emit: (event) => this.pass(() => context.emit(event)),
      send: (message) => this.pass(() => context.send(message)),
    });
    this.engine.prepare(participants);
  }

  /** It has come true: everything that was held back is told. */
  release(): void {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const tell of waiting) tell();
  }

  discard(): void {
    this.waiting = [];
    this.engine.close();
  }

  /** Whether it was these who were expected. */
  fits(participants: readonly string[]): boolean {
    return (
      participants.length === this.participants.length &&
      participants.every((one) => this.participants.includes(one))
    );
  }

  private pass(tell: () => void): void {
    if (this.waiting) this.waiting.push(tell);
    else tell();
  }
}
