import { afterRest } from "../common/rest";

// Longer than a first picture takes on a slow line, shorter than a silence that one would notice.
export const FIRST_PICTURE = 1_000;

// A person who moves to another tab sends from both until the new one is seen; by then it must have happened.
export const SUCCESSION = 5_000;

/** A player waits for the first picture before it plays the sound: a picture that does not come must not be in it. */
export function withholdUnlessSent(track: MediaStreamTrack, stream: MediaStream): void {
  track.onunmute = () => stream.addTrack(track);
  stream.addTrack(track);
  setTimeout(() => track.muted && stream.removeTrack(track), FIRST_PICTURE);
}

/** With a sound, the player opens the speaker, for which the page stands still: not before the first picture. */
export function addOnceHeard(track: MediaStreamTrack, stream: MediaStream): void {
  track.onunmute = () => afterRest(() => stream.addTrack(track));
}

/** Take the place of the track of the same kind as soon as something comes, or when the other one must have ended. */
export function succeedOnceSent(track: MediaStreamTrack, stream: MediaStream): void {
  const earlier = stream.getTracks().filter(({ kind }) => kind === track.kind);
  const remove = () => {
    for (const before of earlier) stream.removeTrack(before);
  };
  track.onunmute = () => {
    remove();
    stream.addTrack(track);
  };
  setTimeout(remove, SUCCESSION);
}
