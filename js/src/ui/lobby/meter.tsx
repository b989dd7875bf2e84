import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { loudnessOf } from "../../devices/meter";
import { words } from "../../lang";

const INTERVAL = 100;
// Read out now and then, in coarse steps: a number that races says nothing. And the loudest since the last time, for
// the gap between two words is no silence.
const SPOKEN = 5;
const STEP = 10;

/** How loud the microphone is, as it moves. */
export function LevelMeter({ level }: { level: () => number }) {
  const bar = useRef<HTMLDivElement>(null);
  const spoken = useSignal(0);
  useEffect(() => {
    let ticks = 0;
    let loudest = 0;
    const timer = setInterval(() => {
      const share = loudnessOf(level());
      if (bar.current) bar.current.style.transform = `scaleX(${share.toFixed(2)})`;
      loudest = Math.max(loudest, share);
      ticks += 1;
      if (ticks % SPOKEN > 0) return;
      spoken.value = Math.round((loudest * 100) / STEP) * STEP;
      loudest = 0;
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
