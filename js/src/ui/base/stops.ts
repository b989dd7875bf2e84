/** Whether it takes any space, as what is hidden does not. */
export function isShown(element: Element): boolean {
  return element.getClientRects().length > 0;
}

/** Focus the one at this place; behind the last one comes the first, and the other way round. */
export function focusAt(stops: readonly HTMLElement[], place: number): void {
  stops.at(place % stops.length)?.focus();
}
