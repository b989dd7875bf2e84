import { beforeEach, describe, expect, it } from "vitest";
import { Chat } from "../src/room/chat";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import type { ChatLine, Say } from "../src/wire/protocol.gen";
import { problem, welcome } from "./wire";

let chat: Chat;
let sent: Say[];

const tell = (message: RoomMessage) => dispatch(chat.handlers, message);
const line = (id: number, changes: Partial<ChatLine> = {}): ChatLine => ({
  id,
  key: `k${id}`,
  at: id,
  user: "bo",
  name: "Bo",
  text: `line ${id}`,
  to: null,
  to_name: "",
  ...changes,
});
const said = (line: ChatLine) => tell({ type: "said", line });
const texts = () => chat.lines.value.map(({ text }) => text);
const stored = (id: number, { key, text }: Say) => line(id, { key, text, user: "dora", name: "Dora" });

function first(): Say {
  const message = sent[0];
  if (!message) throw new Error("nothing was sent");
  return message;
}

beforeEach(() => {
  sent = [];
  chat = new Chat((message) => sent.push(message));
  tell(welcome());
});

describe("what one says", () => {
  it("is pending until the server has stored it", () => {
    chat.say(" Good morning ");
    expect(first()).toMatchObject({ type: "say", text: "Good morning", to: null });
    expect(chat.pending.value).toHaveLength(1);
    said(stored(1, first()));
    expect(chat.pending.value).toEqual([]);
    expect(texts()).toEqual(["Good morning"]);
  });

  it("is not taken for stored because of somebody else's message with the same key", () => {
    chat.say("mine");
    said(line(1, { key: first().key }));
    expect(chat.pending.value).toHaveLength(1);
  });

  it("is sent again under the same key to a server that may not know it", () => {
    chat.say("one");
    tell(welcome({ resumed: true }));
    expect(sent).toHaveLength(1);
    tell(welcome({ resumed: false }));
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("is found in the history", () => {
    chat.say("one");
    tell({ type: "history", lines: [stored(1, first())] });
    expect(chat.pending.value).toEqual([]);
  });

  it("says so when it was refused, and can be tried again or discarded", () => {
    chat.say("one");
    chat.say("two");
    tell(problem("too-fast", "say", first().key));
    expect(chat.pending.value.map(({ failure }) => failure)).toEqual(["too-fast. Wait.", null]);
    tell(welcome());
    expect(sent.map(({ text }) => text)).toEqual(["one", "two", "two"]);
    chat.tryAgain(first().key);
    expect(sent.at(-1)).toEqual(first());
    expect(chat.pending.value.map(({ failure }) => failure)).toEqual([null, null]);
    chat.discard(first().key);
    expect(chat.pending.value.map(({ text }) => text)).toEqual(["two"]);
  });

  it("is nothing to other refusals", () => {
    chat.say("one");
    tell(problem("too-fast", "invite", first().key));
    expect(chat.pending.value[0]?.failure).toBeNull();
  });

  it("is not blamed for another message, which was refused while this one was being stored", () => {
    chat.say("one");
    chat.say("two", { user: "gone", name: "Gone" });
    tell(problem("nobody-there", "say", sent[1]?.key));
    said(stored(1, first()));
    expect(chat.pending.value).toMatchObject([{ text: "two", failure: "nobody-there. Wait." }]);
  });

  it("fails here if the server could not read it, and is never sent", () => {
    chat.say("😀".repeat(4_000));
    expect(sent).toHaveLength(1);
    const key = chat.say("a".repeat(4_001)) ?? "";
    chat.tryAgain(key);
    tell(welcome());
    expect(sent.filter((message) => message.key === key)).toEqual([]);
    expect(chat.pending.value[1]?.failure).toContain("4000");
  });

  it("is not said by itself in a later session", () => {
    chat.say("one");
    chat.left();
    expect(chat.pending.value[0]?.failure).not.toBeNull();
    tell(welcome({ you: "me again" }));
    expect(sent).toHaveLength(1);
  });

  it("may be for one person, as chosen", () => {
    chat.to.value = { user: "bo", name: "Bo" };
    chat.draft.value = "psst";
    chat.sayDraft();
    expect(first()).toMatchObject({ to: "bo", text: "psst" });
    expect(chat.draft.value).toBe("");
  });

  it("is not sent without a visible character", () => {
    chat.say(" \n ");
    expect(sent).toEqual([]);
  });
});

describe("what is said", () => {
  it("is shown once and in order, however it is told", () => {
    said(line(3));
    tell({ type: "history", lines: [line(1), line(2), line(3)] });
    said(line(2));
    expect(texts()).toEqual(["line 1", "line 2", "line 3"]);
  });

  it("is not lost when a server without a memory counts anew", () => {
    said(line(1));
    said(line(2));
    chat.markSeen();
    said(line(1, { key: "other", text: "after the restart", at: 10 }));
    expect(texts()).toEqual(["line 1", "line 2", "after the restart"]);
    expect(chat.unread.value).toBe(1);
  });

  it("is unread until it is seen, but for one's own and what was said before one came", () => {
    tell({ type: "history", lines: [line(1)] });
    expect(chat.unread.value).toBe(0);
    said(line(2));
    said(line(3, { user: "dora" }));
    expect(chat.unread.value).toBe(1);
    tell({ type: "history", lines: [line(2), line(4)] });
    expect(chat.unread.value).toBe(2);
    chat.markSeen();
    expect(chat.unread.value).toBe(0);
  });
});
