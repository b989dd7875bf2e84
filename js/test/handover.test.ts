import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchInside } from "../src/call/loading";
import { Handover, type SessionState } from "../src/room/handover";
import { Room } from "../src/room/room";
import { Session } from "../src/session";

const STATE: SessionState = {
  token: "t",
  name: "Dora",
  autoAccept: false,
  call: null,
  microphone: "off",
  camera: false,
  screen: false,
  consents: [],
  refused: [],
  draft: "half a sen",
  to: { user: "bo", name: "Bo" },
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
let channel: MessageChannel;

beforeEach(() => {
  channel = new MessageChannel();
  vi.stubGlobal("location", { origin: "https://hub", href: "https://hub/lab" });
  vi.stubGlobal("removeEventListener", () => {});
  vi.stubGlobal("document", {
    addEventListener: () => {},
    removeEventListener: () => {},
    cookie: "",
    getElementById: () => ({ textContent: "{}" }),
  });
  vi.stubGlobal("fetch", () => new Promise(() => {}));
});

afterEach(() => {
  channel.port1.close();
  channel.port2.close();
  vi.unstubAllGlobals();
});

describe("a tab that takes over", () => {
  let session: Session;
  let other: MessagePort;
  let answers: (SessionState | null)[];

  beforeEach(async () => {
    vi.stubGlobal("addEventListener", () => {});
    vi.stubGlobal("opener", {
      postMessage: (_knock: unknown, _origin: string, [port]: MessagePort[]) => {
        other = port as MessagePort;
        other.onmessage = ({ data }) => {
          if (data.do === "ask") other.postMessage({ do: "give", state: answers.shift() });
        };
      },
    });
    session = new Session("algebra");
  });

  afterEach(() => {
    session.leaveRoom();
    other.close();
  });

  // Its files come in no time here, however busy the machine is.
  beforeAll(fetchInside);

  it("goes on with the session as it is once it is ready, and with what was being typed", async () => {
    answers = [STATE, { ...STATE, name: "Dorothea", autoAccept: true }];
    session.handover.askOpener();
    await vi.waitFor(() => expect(answers).toEqual([]));
    await vi.waitFor(() => expect(session.facts.displayName.value).toBe("Dorothea"));
    expect(session.facts.connection.value).toBe("entering");
    expect(session.rings.autoAccept.value).toBe(true);
    expect(session.chat.draft.value).toBe("half a sen");
    expect(session.chat.to.value).toEqual(STATE.to);
  });

  it("stays outside if the room was left meanwhile", async () => {
    answers = [STATE, null];
    session.handover.askOpener();
    await vi.waitFor(() => expect(answers).toEqual([]));
    await settle();
    expect(session.facts.connection.value).toBe("outside");
  });
});

describe("a tab that gives away", () => {
  let greeting: (event: unknown) => void;
  const tab = {};
  const given: unknown[] = [];

  beforeEach(() => {
    given.length = 0;
    vi.stubGlobal("addEventListener", (_type: string, listener: typeof greeting) => {
      greeting = listener;
    });
    vi.stubGlobal("open", () => tab);
    const handover = new Handover(new Room("algebra").facts, {
      state: () => STATE,
      takeOver: () => {},
      release: () => {},
      isConnected: () => false,
    });
    handover.openTab();
    channel.port2.onmessage = ({ data }) => given.push(data);
    channel.port2.postMessage({ do: "ask" });
  });

  const greets = (source: object) =>
    greeting({ origin: "https://hub", source, data: { videoroom: "algebra" }, ports: [channel.port1] });

  it("gives to the tab that it has opened", async () => {
    greets(tab);
    await settle();
    expect(given).toEqual([{ do: "give", state: STATE }]);
  });

  it("gives nothing to any other", async () => {
    greets({});
    await settle();
    expect(given).toEqual([]);
  });
});

it("gives nothing away while it is looking for the server itself", () => {
  vi.stubGlobal("addEventListener", () => {});
  const session = new Session("algebra");
  session.enter("Dora");
  session.facts.connection.value = "reconnecting";
  // biome-ignore lint/complexity/useLiteralKeys: the port of the handover, which is private.
  const { state } = session.handover["ports"];
  expect(state()).toBeNull();
});
