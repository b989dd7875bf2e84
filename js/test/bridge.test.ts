import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adoptTraits, bridge, type Inbox, type Model } from "../src/python/bridge";
import { Store } from "../src/room/store";
import { type NotebookRequest, Session } from "../src/session";

function tie(store: Store, pending: NotebookRequest[] = []) {
  const saved: Record<string, unknown>[] = [];
  const traits: Record<string, unknown> = {};
  const asked: NotebookRequest[] = [];
  const sent: unknown[] = [];
  const model: Model = {
    get: (name) => traits[name],
    set: (name, value) => {
      traits[name] = value;
    },
    save_changes: () => saved.push({ ...traits }),
    send: (content) => sent.push(content),
    on: () => {},
    off: () => {},
  };
  const inbox: Inbox = { pending, take: null };
  const session = new Session("algebra");
  Object.assign(session, { store, obey: (request: NotebookRequest) => asked.push(request) });
  return { saved, asked, sent, inbox, session, untie: bridge(model, inbox, session) };
}

describe("the bridge to Python", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("says nothing of a room that nobody has entered", () => {
    const { saved } = tie(new Store("algebra"));
    vi.advanceTimersByTime(1_000);
    expect(saved).toEqual([]);
  });

  it("gathers changes and writes them four times a second at the most", () => {
    const store = new Store("algebra");
    const { saved } = tie(store);
    store.connection.value = "open";
    for (let line = 0; line < 10; line += 1) store.note(`line ${line}`);
    vi.advanceTimersByTime(249);
    expect(saved).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(saved).toHaveLength(1);
    expect(saved[0]?.state).toBe("available");
    expect(saved[0]?.log).toHaveLength(10);
  });

  it("follows the log and the people while the state stays as it is", () => {
    const store = new Store("algebra");
    const { saved } = tie(store);
    store.connection.value = "open";
    vi.advanceTimersByTime(250);
    store.note("Bo joined the room");
    vi.advanceTimersByTime(250);
    store.people.value = new Map();
    vi.advanceTimersByTime(250);
    expect(saved).toHaveLength(3);
  });

  it("hands over what Python asked before the room was there", () => {
    const { asked, inbox } = tie(new Store("algebra"), [{ do: "leave" }]);
    inbox.take?.({ do: "hang-up" });
    expect(asked).toEqual([{ do: "leave" }, { do: "hang-up" }]);
  });

  it("says its last word when it is untied, and nothing after that", () => {
    const store = new Store("algebra");
    const { saved, inbox, untie } = tie(store);
    store.connection.value = "open";
    untie();
    expect(saved).toHaveLength(1);
    store.connection.value = "reconnecting";
    vi.advanceTimersByTime(1_000);
    expect(saved).toHaveLength(1);
    expect(inbox.take).toBeNull();
  });

  it("takes no longer name than the lobby does, which the server could not read", () => {
    const { session } = tie(new Store("algebra"));
    const model = { get: () => "😀".repeat(300) } as unknown as Model;
    adoptTraits(model, session);
    expect([...session.store.displayName.value]).toHaveLength(64);
  });
});
