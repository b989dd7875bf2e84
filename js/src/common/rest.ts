// A tenth of a second is what people take for "at once"; three of them are a wait.
const REST = 100;
const LONGEST = 300;

let over = 0;

/** A connection begins, in many short steps: between them nothing is done, for a moment, that can wait. */
export function rest(): void {
  over = performance.now() + REST;
}

/** Do what can wait. What was to be done before the rest began, such as what a click shows, is done all the same. */
export function afterRest(act: () => void, longest = LONGEST): void {
  const wait = Math.min(longest, over - performance.now());
  if (wait > 0) setTimeout(() => afterRest(act, longest - wait), wait);
  else if (longest < LONGEST) act();
  else setTimeout(act);
}
