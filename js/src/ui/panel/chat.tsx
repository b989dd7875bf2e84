import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { shortTime } from "../../common/times";
import { words } from "../../lang";
import type { Pending } from "../../room/chat";
import { Clashes } from "../../room/names";
import type { Session } from "../../session";
import type { ChatLine } from "../../wire/protocol.gen";
import { Boundary } from "../base/boundary";
import { useFollowing } from "../base/following";
import { ArrowDownIcon } from "../base/icons";
import { Markdown } from "../base/markdown";
import type { Uses } from "../base/props";
import "./chat.css";
import { Composer } from "./composer";

// Seconds within which somebody's messages belong together, under one name.
const TOGETHER = 120;

/** What was said, and the place to say something. */
export function Chat({ session, shown }: Uses<"facts" | "view" | "log" | "chat"> & { shown: boolean }) {
  const { chat } = session;
  const list = useRef<HTMLDivElement>(null);
  const lines = chat.lines.value;
  const clashes = useClashes(session);
  const inside = session.facts.you.value !== null;
  const { following, scrolled, toEnd } = useFollowing(list, shown, [lines, chat.pending.value]);
  useSeen(session, list, shown, following.value);
  return (
    <>
      <div
        // What was said before is not read out, only what is said from now on.
        key={String(chat.recalled.value)}
        role="log"
        aria-label={words.chat.title}
        class="messages"
        tabIndex={shown ? 0 : -1}
        ref={list}
        onScroll={scrolled}
      >
        {inside && lines.length + chat.pending.value.length === 0 && <p class="hint">{words.chat.empty}</p>}
        {lines.map((line, index) => (
          <Boundary key={`${line.user} ${line.key}`} session={session}>
            <Message line={line} before={lines[index - 1]} clashes={clashes} session={session} />
          </Boundary>
        ))}
        {chat.pending.value.map((message) => (
          <PendingMessage key={message.key} message={message} session={session} />
        ))}
      </div>
      {shown && !following.value && chat.unread.value > 0 && (
        <button type="button" class="primary news" onClick={toEnd}>
          <ArrowDownIcon /> {words.chat.news}
        </button>
      )}
      {shown && <Composer session={session} />}
    </>
  );
}

/** Changes only when other names clash, since every message hangs on it. */
function useClashes({ facts, chat }: Pick<Session, "facts" | "chat">): Clashes {
  const known = useRef(new Clashes([]));
  return useComputed(() => {
    const now = new Clashes([...facts.people.value.values(), ...chat.lines.value]);
    if (!now.equals(known.current)) known.current = now;
    return known.current;
  }).value;
}

interface MessageProps extends Uses<"facts" | "chat"> {
  line: ChatLine;
  before: ChatLine | undefined;
  clashes: Clashes;
}

function Message({ session: { facts, chat }, line, before, clashes }: MessageProps) {
  const time = new Date(line.at * 1000);
  const own = chat.isOwn(line);
  const other = own ? line.to : line.user;
  const telling = line.to !== null || (!own && clashes.has(line));
  return (
    <div class={`message ${own ? "own" : ""}`}>
      <p class={continues(before, line) ? "hidden-words" : "meta"}>
        <bdi class="name">{line.name}</bdi>
        {line.to !== null && (
          <span class="private">{own ? words.chat.toOnly(line.to_name) : words.chat.toYouOnly}</span>
        )}
        {telling && other && (
          <bdi class="account" title={words.names.account}>
            {facts.accountOf(other)}
          </bdi>
        )}
        <time dateTime={time.toISOString()}>{shortTime(time)}</time>
      </p>
      <Markdown text={line.text} />
    </div>
  );
}

function continues(before: ChatLine | undefined, line: ChatLine): boolean {
  if (!before || before.user !== line.user || before.name !== line.name || before.to !== line.to)
    return false;
  return line.at - before.at < TOGETHER;
}

function PendingMessage({ session: { chat }, message }: Uses<"chat"> & { message: Pending }) {
  const { key, text, to, failure } = message;
  return (
    <div class="message own pending">
      {to && (
        <p class="meta">
          <span class="private">{words.chat.toOnly(to.name)}</span>
        </p>
      )}
      <Markdown text={text} />
      {failure === null ? (
        <p class="outcome">{words.chat.sending}</p>
      ) : (
        <p class="outcome failed">
          {words.chat.notSent} {failure}{" "}
          <button type="button" class="small" onClick={() => chat.tryAgain(key)}>
            {words.alert.tryAgain}
          </button>{" "}
          <button type="button" class="small" onClick={() => chat.discard(key)}>
            {words.chat.discard}
          </button>
        </p>
      )}
    </div>
  );
}

/** Lines count as read while the end of the list is in sight, on a page that is. */
function useSeen(
  { chat }: Pick<Session, "chat">,
  list: { current: HTMLElement | null },
  shown: boolean,
  atEnd: boolean,
): void {
  const lines = chat.lines.value;
  useEffect(() => {
    const look = () => {
      chat.shown.value = shown && (list.current?.clientHeight ?? 0) > 0;
      if (atEnd && chat.shown.value && !document.hidden) chat.markSeen();
    };
    look();
    const observer = new ResizeObserver(look);
    if (list.current) observer.observe(list.current);
    document.addEventListener("visibilitychange", look);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
    };
  }, [shown, atEnd, chat, list, lines]);
}
