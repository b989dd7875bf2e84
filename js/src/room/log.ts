import { signal } from "@preact/signals";
import type { Clock, LogLine } from "./model";

const MAX_LOG = 200;

/** What happened, as somebody can read it afterwards. It outlives one's being in the room. */
export class Log {
  readonly lines = signal<readonly LogLine[]>([]);

  constructor(private readonly clock: Clock) {}

  note(text: string, level: LogLine["level"] = "info"): void {
    const number = (this.lines.value.at(-1)?.number ?? 0) + 1;
    this.lines.value = [...this.lines.value, { number, time: this.clock.now(), text, level }].slice(-MAX_LOG);
  }
}
