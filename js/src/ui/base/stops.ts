/** By how many places a key moves the focus. */
type Arrows = Readonly<Record<string, number>>;

/** The places that keys go to. */
const ENDS: Readonly<Record<string, number>> = { Home: 0, End: -1 };

/** Whether it takes any space, as what is hidden does not. */
export function isShown(element: Element): boolean {
  return element.getClientRects().length > 0;
}

/** Focus the one at this place; behind the last one comes the first, and the other way round. */
export function focusAt(stops: readonly HTMLElement[], place: number): void {
  stops.at(place % stops.length)?.focus();
}

/** Move the focus by these arrows, Home and End, as the ARIA Authoring Practices say; other keys do nothing. */
export function moveFocus(event: KeyboardEvent, stops: readonly HTMLElement[], arrows: Arrows): void {
  const here = stops.indexOf(event.target as HTMLElement);
  const step = arrows[event.key];
  const next = step ? here + step : ENDS[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  focusAt(stops, next);
}
