import type { OwnMedia } from "../../devices/media";

/** The space bar went down: one is heard until it comes up, wherever the focus is by then, or the page loses sight of it. */
export function pushToTalk(event: KeyboardEvent, media: OwnMedia): void {
  // Pages scroll by it, also when it repeats.
  event.preventDefault();
  if (event.repeat) return;
  media.hold();
  const over = new AbortController();
  const release = () => {
    over.abort();
    media.letGo();
  };
  const { signal } = over;
  // Captured, since what is pressed in the room does not leave it.
  addEventListener("keyup", (up) => up.code === event.code && release(), { signal, capture: true });
  addEventListener("blur", release, { signal });
  document.addEventListener("visibilitychange", release, { signal });
}
