import { sounds } from "../common/choices";
import { words } from "../lang";
import { tone } from "./sounds";

const BEAT = 2_000;

/** Draw attention to a ring, by a soft tone, the page's title and, if the browser may, a notification. Returns how to stop. */
export function attract(caller: string): () => void {
  const title = document.title;
  document.title = words.ring.pageTitle(caller);
  const quiet = sounds.value ? chimeOn() : () => {};
  const withdraw = notify(caller);
  return () => {
    quiet();
    withdraw();
    document.title = title;
  };
}

function chimeOn(): () => void {
  const audio = new AudioContext();
  chime(audio);
  const timer = setInterval(() => chime(audio), BEAT);
  return () => {
    clearInterval(timer);
    void audio.close();
  };
}

function chime(audio: AudioContext): void {
  tone(audio, 587, 0);
  tone(audio, 784, 0.18);
}

/** For somebody who looks at another page. Whether pages may do this was decided elsewhere; this one never asks. */
function notify(caller: string): () => void {
  if (!document.hidden || !("Notification" in globalThis) || Notification.permission !== "granted")
    return () => {};
  const notification = new Notification(words.ring.pageTitle(caller));
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
  return () => notification.close();
}
