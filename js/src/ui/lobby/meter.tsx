import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../lang";

const INTERVAL = 100;
// Read out now and then, and in coarse steps: a number that races says nothing.
const SPOKEN = 5;
const STEP = 10;
// Decibels below the loudest possible that are the left end.
const RANGE = 60;

/** How loud the microphone is, as it moves. */
export function LevelMeter({ level }: { level: () => number }) {
  const bar = useRef<HTMLDivElement>(null);
  const spoken = useSignal(0);
  useEffect(() => {
    let ticks = 0;
    const timer = setInterval(() => {
      const share = shareOf(level());
      if (bar.current) bar.current.style.transform = `scaleX(${share.toFixed(2)})`;
      ticks += 1;
      if (ticks % SPOKEN === 0) spoken.value = Math.round((share * 100) / STEP) * STEP;
    }, INTERVAL);
    return () => clearInterval(timer);
  }, [level, spoken]);
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

/** As ears measure: by the logarithm. */
function shareOf(level: number): number {
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(level || Number.MIN_VALUE)) / RANGE));
}
