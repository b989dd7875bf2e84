import { words } from "../lang";

/** The viewer's own way to write times, as long as it is of the language that the page speaks. */
function locale(): string {
  const spoken = words.locale;
  return navigator.languages.find((language) => language.split("-")[0] === spoken) ?? spoken;
}

/** "14:03" or "2:03 PM"; with the date where that is not today's. */
export function shortTime(time: Date, now = new Date()): string {
  const today = time.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(locale(), {
    timeStyle: "short",
    ...(!today && { dateStyle: "medium" }),
  }).format(time);
}

/** "14:03:07". */
export function exactTime(time: Date): string {
  return time.toLocaleTimeString(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
}
