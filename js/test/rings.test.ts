import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { Ringing } from "../src/call/rings";
import type { OwnMedia } from "../src/devices/media";
import { Room } from "../src/room/room";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import { type ClientMessage, MAIN_CALL } from "../src/wire/protocol.gen";
import { participant, problem, tell as tellRoom, welcome } from "./wire";

const RINGING: RoomMessage = { type: "ringing", invite: "ring", to: "user-bo", name: "Bo", expires_in: 30 };
const INCOMING: RoomMessage = {
  ...{ type: "incoming", invite: "ring", caller: "bo" },
  ...{ user: "user-bo", name: "Bo", expires_in: 30 },
};
const ANSWERED: RoomMessage = {
  ...{ type: "joined", call: "ring", kind: "private", started: 0, members: ["me", "bo"] },
  media: { engine: "mesh", peers: [], uplink: 0 },
};

let room: Room;
let ringing: Ringing;
let sent: ClientMessage[];
let done: string[];

const types = () => sent.map(({ type }) => type);

function tell(...messages: RoomMessage[]): void {
  for (const message of messages) {
    tellRoom(room, message);
    dispatch(ringing.handlers, message);
  }
}

beforeEach(() => {
  sent = [];
  done = [];
  room = new Room("algebra");
  const note = (what: string) => () => done.push(what);
  const media = { begin: note("open"), stop: note("close"), endPreview: note("end preview") };
  ringing = new Ringing(room, (message) => sent.push(message), {
    media: { ...media, wanted: { now: signal({ camera: true, microphone: true }) } } as unknown as OwnMedia,
    isAble: () => true,
    accepted: note("accepted"),
    hangUp: note("hang up"),
    relax: () => {},
  });
  tell(welcome(), { type: "roster", people: [participant("me"), participant("bo")] });
  done = [];
});

describe("a ring that is cancelled", () => {
  beforeEach(() => ringing.call("user-bo", "Bo"));

  it("is cancelled as soon as the server has named it", () => {
    ringing.cancel();
    expect(types()).toEqual(["invite"]);
    tell(RINGING);
    expect(sent.at(-1)).toEqual({ type: "cancel", invite: "ring" });
  });

  it("is a call that is left at once if it is answered at this moment, unlike the next one", () => {
    tell(RINGING);
    ringing.cancel();
    tell(ANSWERED);
    expect(done).toEqual(["open", "hang up"]);
    tell(ANSWERED);
    expect(done).toEqual(["open", "hang up"]);
  });

  it("does not cancel the ring after it", () => {
    ringing.cancel();
    ringing.call("user-bo", "Bo");
    tell(RINGING);
    expect(types()).toEqual(["invite", "invite"]);
  });
});

describe("a ring that comes to nothing", () => {
  const ended: RoomMessage = {
    ...{ type: "invite-ended", invite: "ring", name: "Bo", word: "" },
    outcome: "declined",
  };

  it.each([["ended", ended] as const, ["refused", problem("busy", "invite")] as const])(
    "closes what was opened for it when it is %s",
    (_how, message) => {
      ringing.call("user-bo", "Bo");
      tell(message);
      expect(done).toEqual(["open", "close"]);
      expect(room.rings.outgoing.value).toBeNull();
    },
  );

  it("leaves a preview open", () => {
    room.own.previewing.value = true;
    ringing.call("user-bo", "Bo");
    tell(ended);
    expect(done).toEqual(["open"]);
  });
});

it("opens nothing for a call from Python, and says so until it has come to nothing", () => {
  ringing.callUnattended("user-bo", "Bo");
  expect(done).toEqual(["end preview"]);
  expect(room.own.unattended.value).toBe(true);
  tell(problem("busy", "invite"));
  expect(room.own.unattended.value).toBe(false);
});

describe("a ring that may be answered without a click", () => {
  beforeEach(() => {
    room.rings.autoAccept.value = true;
  });

  it("is answered", () => {
    tell(INCOMING);
    expect(done).toEqual(["accepted", "open"]);
    expect(sent).toEqual([{ type: "accept", invite: "ring" }]);
  });

  it.each([
    ["rings oneself", () => ringing.call("user-cy", "Cy")],
    [
      "is in a call",
      () => {
        room.facts.call.value = { id: MAIN_CALL, kind: "main", confirmed: true };
      },
    ],
  ])("waits for a click while one %s", (_what, begin) => {
    begin();
    tell(INCOMING);
    expect(types()).not.toContain("accept");
  });
});
