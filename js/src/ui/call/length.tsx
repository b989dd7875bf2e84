import { useSignal } from "@preact/signals";
import { words } from "../../lang";
import { useInterval } from "../base/hooks";
import type { Uses } from "../base/props";

const SECOND = 1_000;

/** How long the call has been going on. It is there to be looked at: no screen reader reads it out by itself. */
export function CallLength({ session: { facts } }: Uses<"facts">) {
  const started = facts.callStarted.value;
  const now = useSignal(Date.now());
  useInterval(() => {
    now.value = Date.now();
  }, SECOND);
  if (started === null) return null;
  return (
    <span class="length" role="timer" aria-label={words.tiles.callLength} title={words.tiles.callLength}>
      {formatLength((now.value - started) / SECOND)}
    </span>
  );
}

/** "4:07", "1:02:09". */
export function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = hours > 0 ? [hours, two(minutes), two(rest)] : [minutes, two(rest)];
  return parts.join(":");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
