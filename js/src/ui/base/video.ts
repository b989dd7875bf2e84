import { useLayoutEffect, useRef } from "preact/hooks";

/** An element that shows the pictures of a stream. It is to be muted: what is heard is played apart from all pictures. */
export function useVideo(stream: MediaStream | null) {
  const video = useRef<HTMLVideoElement>(null);
  usePlaying(video, stream, () => {});
  useLayoutEffect(() => {
    const element = video.current;
    return () => stopFloating(element);
  }, []);
  return video;
}

/** Have an element play a stream. `blocked`: the browser wants a click first. */
export function usePlaying(
  ref: { current: HTMLMediaElement | null },
  stream: MediaStream | null,
  blocked: () => void,
): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    if (!stream) return;
    element.play().catch((error: DOMException) => {
      if (error.name === "NotAllowedError") blocked();
    });
  });
}

/** A floating video would go on floating, with its last picture, when its tile is gone. */
function stopFloating(element: HTMLMediaElement | null): void {
  const root = element?.getRootNode() as Document | ShadowRoot | undefined;
  if (element && root?.pictureInPictureElement === element) document.exitPictureInPicture().catch(() => {});
}
