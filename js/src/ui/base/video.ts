import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { playThroughChosen } from "../../devices/speaker";

/** An element that plays a stream through the chosen speaker. `blocked`: the browser wants a click first. */
export function useVideo<E extends HTMLMediaElement = HTMLVideoElement>(
  stream: MediaStream | null,
  blocked: () => void,
) {
  const video = useRef<E>(null);
  useSignalEffect(() => void playThroughChosen(video.current));
  useLayoutEffect(() => {
    const element = video.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    if (!stream) return;
    element.play().catch((error: DOMException) => {
      if (error.name === "NotAllowedError") blocked();
    });
  });
  useLayoutEffect(() => {
    const element = video.current;
    return () => land(element);
  }, []);
  return video;
}

/** What floats would go on floating, with its last picture, when its tile is gone. */
function land(element: HTMLMediaElement | null): void {
  const root = element?.getRootNode() as Document | ShadowRoot | undefined;
  if (element && root?.pictureInPictureElement === element) document.exitPictureInPicture().catch(() => {});
}
