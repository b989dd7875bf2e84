import { useLayoutEffect } from "preact/hooks";
import { heightToCover } from "../../call/demands";
import type { Picture } from "../../room/model";
import type { Session } from "../../session";

type VideoRef = { current: HTMLVideoElement | null };

/** Keep the demands told how high this page shows a picture of a peer. */
export function useShown(
  session: Pick<Session, "calling">,
  peer: string,
  picture: Picture,
  video: VideoRef,
): void {
  useLayoutEffect(() => {
    const element = video.current;
    if (!element) return;
    const { demands } = session.calling;
    const stop = watchHeight(element, picture, (height) => demands.show(element, peer, picture, height));
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
function watchHeight(video: HTMLVideoElement, picture: Picture, tell: (height: number) => void): () => void {
  const page = video.ownerDocument;
  const { IntersectionObserver, ResizeObserver } = windowOf(video);
  let inSight = true;
  const measure = () => tell(heightOf(video, picture, inSight && !page.hidden));
  const sight = new IntersectionObserver((changes) => {
    // A busy page hears of several at once, the newest last.
    inSight = changes.at(-1)?.isIntersecting ?? true;
    measure();
  });
  const size = new ResizeObserver(measure);
  sight.observe(video);
  size.observe(video);
  page.addEventListener("visibilitychange", measure);
  for (const event of EVENTS) video.addEventListener(event, measure);
  return () => {
    sight.disconnect();
    size.disconnect();
    page.removeEventListener("visibilitychange", measure);
    for (const event of EVENTS) video.removeEventListener(event, measure);
  };
}

// It floats or comes back, or its picture has another size or shape.
const EVENTS = ["enterpictureinpicture", "leavepictureinpicture", "resize"] as const;
// The browser's own small window tells its size to nobody but its opener; this is about what it is.
const FLOATING_HEIGHT = 360;

function heightOf(video: HTMLVideoElement, picture: Picture, inSight: boolean): number {
  const root = video.getRootNode() as Document | ShadowRoot;
  if (root.pictureInPictureElement === video) return FLOATING_HEIGHT;
  return inSight ? heightIn(video, picture) * devicePixelRatio : 0;
}

/** A camera's picture covers its tile; a screen fits into it. */
function heightIn(video: HTMLVideoElement, picture: Picture): number {
  const { clientWidth: width, clientHeight: height, videoWidth, videoHeight } = video;
  if (picture === "screen") return height;
  return heightToCover({ width, height }, { width: videoWidth, height: videoHeight });
}
