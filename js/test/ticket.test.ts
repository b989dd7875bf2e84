import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Inbox, PAGE } from "../src/python/model";
import { Requests } from "../src/python/requests";
import { Session } from "../src/session";

const SERVER = '{"baseUrl": "/hub/", "token": ""}';
const reply = { url: "/hub/videoroom/api/socket", ticket: "t1", version: 1 };

let asked: { url: string; body: unknown }[];
let told: unknown[];
let session: Session;
let inbox: Inbox;
let answer: () => Response;

beforeEach(() => {
  asked = [];
  told = [];
  answer = () => Response.json(reply);
  vi.stubGlobal("document", { cookie: "_xsrf=x", getElementById: () => ({ textContent: SERVER }) });
  vi.stubGlobal("location", { href: "https://lab.example/hub/lab" });
  vi.stubGlobal("fetch", async (url: URL, { body }: RequestInit) => {
    asked.push({ url: url.href, body: JSON.parse(String(body)) });
    return answer();
  });
  session = new Session("algebra");
  inbox = { pending: [], take: null };
  const model = {
    get: () => null,
    send: (content: unknown) => told.push(content),
    on: () => {},
    off: () => {},
  };
  new Requests(session, () => {}).serve(model, inbox);
});

afterEach(() => vi.unstubAllGlobals());

async function python(): Promise<unknown> {
  inbox.take?.({ do: "ticket", id: "1", page: PAGE });
  await vi.waitFor(() => expect(told).toHaveLength(1));
  return told[0];
}

describe("a kernel’s ticket", () => {
  it("is asked of the page’s server, and told as it came, with where that is", async () => {
    session.facts.connection.value = "open";
    expect(await python()).toEqual({
      tell: "ticket",
      page: PAGE,
      id: "1",
      reply,
      base: "https://lab.example/hub/",
    });
    expect(asked).toEqual([
      { url: "https://lab.example/hub/videoroom/api/rooms/algebra/ticket", body: { kind: "kernel" } },
    ]);
  });

  it("is not asked for before somebody is in the room", async () => {
    session.facts.connection.value = "entering";
    expect(await python()).toMatchObject({
      tell: "ticket",
      id: "1",
      error: { what: expect.stringContaining("Nobody has entered") },
    });
    expect(asked).toEqual([]);
  });

  it("may be refused, in words", async () => {
    session.facts.connection.value = "open";
    answer = () => new Response("", { status: 404 });
    expect(await python()).toMatchObject({
      tell: "ticket",
      id: "1",
      error: { fix: expect.stringContaining("pip install") },
    });
  });
});
