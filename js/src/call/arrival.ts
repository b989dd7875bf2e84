/** Call back at the first picture, or at the first sound of a track that is muted. Returns how to stop waiting. */
export function whenArrived(track: MediaStreamTrack, then: () => void): () => void {
  return track.kind === "video" ? whenShown(track, then) : whenHeard(track, then);
}

/** A track counts as unmuted at its first packet; its first picture is there when it was decoded. */
function whenShown(track: MediaStreamTrack, then: () => void): () => void {
  const video = document.createElement("video");
  const stop = () => {
    video.onloadeddata = null;
    video.srcObject = null;
  };
  video.onloadeddata = () => {
    stop();
    then();
  };
  video.muted = video.autoplay = true;
  video.srcObject = new MediaStream([track]);
  return stop;
}

function whenHeard(track: MediaStreamTrack, then: () => void): () => void {
  const controller = new AbortController();
  track.addEventListener("unmute", then, { once: true, signal: controller.signal });
  return () => controller.abort();
}
