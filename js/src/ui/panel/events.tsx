import { useRef } from "preact/hooks";
import { exactTime } from "../../common/times";
import { words } from "../../lang";
import type { LogLine } from "../../room/model";
import { CopyButton } from "../base/copy";
import { useFollowing } from "../base/following";
import { CopyIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** What happened, each line with its time. */
export function Events({ session, shown }: Uses<"log"> & { shown: boolean }) {
  const lines = session.log.lines.value;
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

export function CopyEvents({ session }: Uses<"facts" | "view" | "log">) {
  const { facts, log } = session;
  return (
    <CopyButton
      session={session}
      text={() => asText(facts.room, log.lines.value)}
      says={{ label: words.events.copy, hint: words.events.copyHint, copied: words.events.copied }}
      class="quiet small"
    >
      <CopyIcon />
    </CopyButton>
  );
}

function asText(room: string, lines: readonly LogLine[]): string {
  const head = words.events.head(room, navigator.userAgent);
  return [head, ...lines.map(({ time, text }) => `${time.toISOString()}  ${text}`)].join("\n");
}
