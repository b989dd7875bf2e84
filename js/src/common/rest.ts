// A tenth of a second is what people take for "at once".
const REST = 100;

let over = 0;

/** A connection begins, in many short steps: between them nothing is done, for a moment, that can wait. */
export function rest(): void {
  over = performance.now() + REST;
}

/** How long what can wait is to wait now, in milliseconds. */
export function restingFor(): number {
  return Math.max(0, over - performance.now());
}
