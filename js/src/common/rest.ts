// A tenth of a second is what people take for "at once"; three of them are a wait.
const REST = 100;
const LONGEST = 300;

let over = 0;
/** What waits during this rest waits so long at the most. */
let most = LONGEST;

/** A connection of one's own begins, in many short steps: between them nothing is done, for a moment, that can wait. */
export function rest(): void {
  over = performance.now() + REST;
  most = LONGEST;
}

/** Somebody else joins, and waits for this page's answer. For the eyes here that is at once, however many join. */
export function restBriefly(): void {
  if (performance.now() < over) return;
  over = performance.now() + REST;
  most = REST;
}

/** Do what can wait. What was to be done before the rest began, such as what a click shows, is done all the same. */
export function afterRest(act: () => void): void {
  if (performance.now() < over) wait(act, most);
  else setTimeout(act);
}

function wait(act: () => void, longest: number): void {
  const left = Math.min(longest, over - performance.now());
  if (left > 0) setTimeout(() => wait(act, longest - left), left);
  else act();
}
