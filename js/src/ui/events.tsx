import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../lang";
import type { LogLine } from "../store";
import { CopyIcon } from "./icons";
import type { RoomProps } from "./room";

// So near to the end that one wants to see what comes.
const NEAR = 40;

/** What happened, each line with its time. */
export function Events({ session }: RoomProps) {
  const { log, room } = session.store;
  const lines = log.value;
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    if (following.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);
  const scrolled = ({
    currentTarget: { scrollHeight, scrollTop, clientHeight },
  }: {
    currentTarget: HTMLElement;
  }) => {
    following.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  return (
    <div class="events">
      <h3>
        {words.events.title}
        <button
          type="button"
          class="quiet small"
          title={words.events.copyHint}
          aria-label={words.events.copy}
          onClick={() => void navigator.clipboard?.writeText(asText(room, lines))}
        >
          <CopyIcon />
        </button>
      </h3>
      <div role="log" aria-label={words.events.title} class="lines" ref={list} onScroll={scrolled}>
        {lines.map(({ number, time, text, level }) => (
          <p key={number} class={level}>
            <time dateTime={time.toISOString()}>{clock(time)}</time> {text}
          </p>
        ))}
      </div>
    </div>
  );
}

function asText(room: string, lines: readonly LogLine[]): string {
  const head = words.events.head(room, navigator.userAgent);
  return [head, ...lines.map(({ time, text }) => `${time.toISOString()}  ${text}`)].join("\n");
}

function clock(time: Date): string {
  return time.toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
}
