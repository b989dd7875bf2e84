import { useRef } from "preact/hooks";
import { exactTime } from "../../common/times";
import { words } from "../../lang";
import type { LogLine } from "../../room/store";
import { useFollowing } from "../base/following";
import { CopyIcon } from "../base/icons";
import type { RoomProps } from "../room";

/** What happened, each line with its time. */
export function Events({ session, shown }: RoomProps & { shown: boolean }) {
  const lines = session.store.log.value;
  const list = useRef<HTMLDivElement>(null);
  const { scrolled } = useFollowing(list, shown, [lines]);
  return (
    <div
      role="log"
      // What is worth hearing is said elsewhere, and not line by line.
      aria-live="off"
      aria-label={words.events.title}
      class="lines"
      tabIndex={shown ? 0 : -1}
      ref={list}
      onScroll={scrolled}
    >
      {lines.map(({ number, time, text, level }) => (
        <p key={number} class={level}>
          <time dateTime={time.toISOString()}>{exactTime(time)}</time> <bdi>{text}</bdi>
        </p>
      ))}
    </div>
  );
}

export function CopyEvents({ session: { store } }: RoomProps) {
  return (
    <button
      type="button"
      class="quiet small"
      title={words.events.copyHint}
      aria-label={words.events.copy}
      onClick={() => void navigator.clipboard?.writeText(asText(store.room, store.log.value))}
    >
      <CopyIcon />
    </button>
  );
}

function asText(room: string, lines: readonly LogLine[]): string {
  const head = words.events.head(room, navigator.userAgent);
  return [head, ...lines.map(({ time, text }) => `${time.toISOString()}  ${text}`)].join("\n");
}
