import { beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "../src/session";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import type { ClientMessage, Grants } from "../src/wire/protocol.gen";
import { participant, welcome } from "./wire";

const ALL: Grants = { join: true, publish: true, data: true };

let session: Session;
let sent: ClientMessage[];

function tell(...messages: RoomMessage[]): void {
  for (const message of messages) for (const { handlers } of session.features) dispatch(handlers, message);
}

const grant = (grants: Partial<Grants>) =>
  tell({ type: "granted", role: "member", grants: { ...ALL, ...grants } });

beforeEach(() => {
  vi.stubGlobal("document", { hidden: false });
  session = new Session("algebra");
  sent = [];
  // biome-ignore lint/complexity/useLiteralKeys: the socket, which a unit test does not have.
  session["signaling"] = { send: (message: ClientMessage) => sent.push(message) } as never;
  tell(welcome(), { type: "roster", people: [participant("me")] });
});

describe("what one may do, while the page is open", () => {
  it("is what the server said last", () => {
    const { facts } = session;
    const may = () => [facts.mayJoin.value, facts.mayPublish.value, facts.mayWrite.value];
    expect(may()).toEqual([true, true, true]);
    grant({ join: false, data: false });
    expect(may()).toEqual([false, true, false]);
    expect(facts.role.value).toBe("member");
    grant({ publish: false });
    expect(may()).toEqual([true, false, true]);
  });

  it("is no hand while one may not write, and a hand again", () => {
    grant({ data: false });
    session.reactions.toggleHand();
    expect(sent).toEqual([]);
    grant({});
    session.reactions.toggleHand();
    expect(sent).toEqual([{ type: "hand", raised: true }]);
  });

  it("ends what one sends at once, and lets it begin again", () => {
    const stop = vi.spyOn(session.media, "stop");
    grant({});
    expect(stop).not.toHaveBeenCalled();
    grant({ publish: false });
    expect(stop).toHaveBeenCalledOnce();
    void session.media.toggleWanted("camera");
    const { wanted } = session.media;
    const before = wanted.now.value.camera;
    grant({});
    void session.media.toggleWanted("camera");
    expect(wanted.now.value.camera).toBe(!before);
  });
});
