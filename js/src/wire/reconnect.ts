const STEP = 300;
const CAP = 5000;
const JITTER = 1000;

/** Milliseconds to wait before retry number `attempt` (from 0). `random` is in [0, 1): a class comes back spread out. */
export function retryDelay(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  return Math.min(STEP * attempt ** 2, CAP) + random * JITTER;
}
