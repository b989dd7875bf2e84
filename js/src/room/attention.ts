import { sounds } from "../common/choices";
import { playTones } from "../common/tones";
import { words } from "../lang";

const BEAT = 2_000;
const CHIME = [587, 784];
const APART = 0.18;

/** Draw attention to a ring, by a soft tone, the page's title and, if the browser may, a notification. Returns how to stop. */
export function attract(caller: string): () => void {
  const untitle = entitle(words.ring.pageTitle(caller));
  const quiet = sounds.peek() ? chimeOn() : () => {};
  const withdraw = notify(caller);
  return () => {
    quiet();
    withdraw();
    untitle();
  };
}

/** What the page is called by the rings of all its rooms, the newest last, and without any. */
const titles: { text: string }[] = [];
let usual = "";

function entitle(text: string): () => void {
  if (titles.length === 0) usual = document.title;
  const title = { text };
  titles.push(title);
  document.title = text;
  return () => {
    titles.splice(titles.indexOf(title), 1);
    document.title = titles.at(-1)?.text ?? usual;
  };
}

function chimeOn(): () => void {
  const chime = () => playTones(CHIME, APART);
  chime();
  const timer = setInterval(chime, BEAT);
  return () => clearInterval(timer);
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
