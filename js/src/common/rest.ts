// A tenth of a second is what people take for "at once".
const REST = 100;

let over = 0;

/** A connection begins, in many short steps between which nothing is painted for a moment. */
export function rest(): void {
  over = performance.now() + REST;
}

/** How long what is to be painted now can wait, in milliseconds. */
export function restingFor(): number {
  return Math.max(0, over - performance.now());
}
