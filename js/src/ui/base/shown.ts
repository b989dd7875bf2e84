import { useLayoutEffect } from "preact/hooks";
import type { Picture } from "../../room/people";
import type { Session } from "../../session";

type VideoRef = { current: HTMLVideoElement | null };

/** Keep the demands told how high this page shows a picture of a peer. */
export function useShown(session: Session, peer: string, picture: Picture, video: VideoRef): void {
  useLayoutEffect(() => {
    const element = video.current;
    if (!element) return;
    const { demands } = session.calling;
    const stop = watchHeight(element, (height) => demands.show(element, peer, picture, height));
    return () => {
      stop();
      demands.forget(element);
    };
  }, [session, peer, picture, video]);
}

/** The window to take observers from: those of the page that opened a small window see nothing of it. */
export function windowOf(element: Element): Window & typeof globalThis {
  return element.ownerDocument.defaultView ?? window;
}

/** Tell the height in device pixels at which a video is in sight, and each change of it. Returns how to stop. */
function watchHeight(video: HTMLVideoElement, tell: (height: number) => void): () => void {
  const page = video.ownerDocument;
  const { IntersectionObserver, ResizeObserver } = windowOf(video);
  let inSight = true;
  const measure = () => tell(heightOf(video, inSight && !page.hidden));
  const sight = new IntersectionObserver((changes) => {
    // A busy page hears of several at once, the newest last.
    inSight = changes.at(-1)?.isIntersecting ?? true;
    measure();
  });
  const size = new ResizeObserver(measure);
  sight.observe(video);
  size.observe(video);
  page.addEventListener("visibilitychange", measure);
  for (const event of FLOATING) video.addEventListener(event, measure);
  return () => {
    sight.disconnect();
    size.disconnect();
    page.removeEventListener("visibilitychange", measure);
    for (const event of FLOATING) video.removeEventListener(event, measure);
  };
}

const FLOATING = ["enterpictureinpicture", "leavepictureinpicture"] as const;
// The browser's own small window tells its size to nobody but its opener; this is about what it is.
const FLOATING_HEIGHT = 360;

function heightOf(video: HTMLVideoElement, inSight: boolean): number {
  const root = video.getRootNode() as Document | ShadowRoot;
  if (root.pictureInPictureElement === video) return FLOATING_HEIGHT;
  return inSight ? video.clientHeight * devicePixelRatio : 0;
}
