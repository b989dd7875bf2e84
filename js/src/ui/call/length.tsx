import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { words } from "../../lang";
import { formatLength } from "../../room/length";
import type { Uses } from "../base/props";

const SECOND = 1_000;

/** How long the call has been going on. It is there to be looked at: no screen reader reads it out by itself. */
export function CallLength({ session: { facts } }: Uses<"facts">) {
  const started = facts.callStarted.value;
  const now = useSignal(Date.now());
  useEffect(() => {
    now.value = Date.now();
    const timer = setInterval(() => {
      now.value = Date.now();
    }, SECOND);
    return () => clearInterval(timer);
  }, [started, now]);
  if (started === null) return null;
  return (
    <span class="length" role="timer" aria-label={words.tiles.callLength} title={words.tiles.callLength}>
      {formatLength((now.value - started) / SECOND)}
    </span>
  );
}
