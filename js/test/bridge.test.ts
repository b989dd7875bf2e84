import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adoptTraits, Bridge } from "../src/python/bridge";
import { type Inbox, introduce, type Model, PAGE } from "../src/python/model";
import { type Addressed, Requests } from "../src/python/requests";
import { Room } from "../src/room/room";
import { type NotebookRequest, Session } from "../src/session";

interface Facts {
  tell: string;
  state: string;
  people: unknown[];
  log?: unknown[];
}

const forUs = (request: NotebookRequest): Addressed => ({ ...request, page: PAGE });

function tie(room: Room, pending: Addressed[] = []) {
  const asked: NotebookRequest[] = [];
  const sent: Facts[] = [];
  const model: Model = {
    get: () => undefined,
    send: (content) => sent.push(content as Facts),
    on: () => {},
    off: () => {},
  };
  const inbox: Inbox = { pending, take: null };
  const session = new Session("algebra");
  Object.assign(session, { ...room, obey: (request: NotebookRequest) => asked.push(request) });
  const tied = new Bridge(model, session);
  const requests = new Requests(session, () => tied.flush());
  requests.serve(model, inbox);
  return { asked, sent, inbox, session, tied, requests };
}

describe("the bridge to Python", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("document", { getElementById: () => null, body: { dataset: { baseUrl: "/hub/" } } });
    vi.stubGlobal("location", { href: "https://lab.example/hub/lab" });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("tells which page it is, and the address that the room has for it", () => {
    const { sent } = tie(new Room("algebra"));
    vi.advanceTimersByTime(1_000);
    const address = "https://lab.example/hub/videoroom/room/algebra";
    expect(sent).toEqual([{ tell: "facts", page: PAGE, address, state: "outside", people: [], log: [] }]);
  });

  it("gathers changes and tells them four times a second at the most", () => {
    const room = new Room("algebra");
    const { sent } = tie(room);
    room.facts.connection.value = "open";
    for (let line = 0; line < 10; line += 1) room.log.note(`line ${line}`);
    vi.advanceTimersByTime(249);
    expect(sent).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.state).toBe("available");
    expect(sent[0]?.log).toHaveLength(10);
  });

  it("follows the log and the people while the state stays as it is", () => {
    const room = new Room("algebra");
    const { sent } = tie(room);
    room.facts.connection.value = "open";
    vi.advanceTimersByTime(250);
    room.log.note("Bo joined the room");
    vi.advanceTimersByTime(250);
    room.facts.people.value = new Map();
    vi.advanceTimersByTime(250);
    // A log that is as it was is not told again.
    expect(sent.map(({ log }) => log?.length)).toEqual([0, 1, undefined]);
  });

  it("hands over what Python asked before the room was there", () => {
    const { asked, inbox } = tie(new Room("algebra"), [forUs({ do: "leave" })]);
    inbox.take?.(forUs({ do: "hang-up" }));
    expect(asked).toMatchObject([{ do: "leave" }, { do: "hang-up" }]);
  });

  it("leaves to another page what is for that one", () => {
    const { asked, inbox, sent } = tie(new Room("algebra"), [{ do: "leave", page: "another" }]);
    inbox.take?.({ do: "say", id: "1", text: "hello", to: null, page: "another" });
    inbox.take?.({ do: "ticket", id: "2", page: "another" });
    expect([asked, sent]).toEqual([[], []]);
  });

  it("introduces the page without a view", () => {
    const sent: unknown[] = [];
    introduce({ send: (content: unknown) => sent.push(content) } as unknown as Model);
    expect(sent).toEqual([{ tell: "here", page: PAGE }]);
  });

  it("says its last word, and nothing after its end", () => {
    const room = new Room("algebra");
    const { sent, tied } = tie(room);
    room.facts.connection.value = "open";
    tied.say("unseen");
    tied.end();
    expect(sent).toMatchObject([{ tell: "facts", state: "available" }, { tell: "unseen" }]);
    room.facts.connection.value = "reconnecting";
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(2);
  });

  it("does what Python asks by a model whose view was replaced, until the room is gone from the page", () => {
    const { asked, inbox, tied, requests } = tie(new Room("algebra"));
    tied.end();
    inbox.take?.(forUs({ do: "hang-up" }));
    requests.close();
    inbox.take?.(forUs({ do: "leave" }));
    expect(asked).toMatchObject([{ do: "hang-up" }]);
  });

  it("takes no longer name than the lobby does, which the server could not read", () => {
    const { session } = tie(new Room("algebra"));
    const model = { get: () => "😀".repeat(300) } as unknown as Model;
    adoptTraits(model, session);
    expect([...session.facts.displayName.value]).toHaveLength(64);
  });
});
