import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { loudnessOf } from "../../devices/meter";
import { words } from "../../lang";
import { useInterval } from "../base/hooks";

const INTERVAL = 100;
// Read out now and then, in coarse steps: a number that races says nothing. And the loudest since the last time, for
// the gap between two words is no silence.
const SPOKEN = 5;
const STEP = 10;

/** How loud the microphone is, as it moves. */
export function LevelMeter({ level }: { level: () => number }) {
  const bar = useRef<HTMLDivElement>(null);
  const spoken = useSignal(0);
  const seen = useRef({ ticks: 0, loudest: 0 }).current;
  useInterval(() => {
    const share = loudnessOf(level());
    if (bar.current) bar.current.style.transform = `scaleX(${share.toFixed(2)})`;
    seen.loudest = Math.max(seen.loudest, share);
    seen.ticks += 1;
    if (seen.ticks % SPOKEN > 0) return;
    spoken.value = Math.round((seen.loudest * 100) / STEP) * STEP;
    seen.loudest = 0;
  }, INTERVAL);
  return (
    <div
      role="meter"
      class="meter"
      aria-label={words.devices.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={spoken.value}
    >
      <div ref={bar} />
    </div>
  );
}
