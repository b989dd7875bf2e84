import { batch } from "@preact/signals";
import type { Room } from "../src/room/room";
import { dispatch, type RoomMessage } from "../src/wire/messages";
import type { Participant, Problem, Welcome } from "../src/wire/protocol.gen";

export function welcome(changes: Partial<Welcome> = {}): Welcome {
  return {
    type: "welcome",
    version: 2,
    you: "me",
    user: "dora",
    name: "Dora",
    room: "algebra",
    resumed: false,
    seq: 0,
    received: 0,
    now: 0,
    call_limit: 6,
    role: "member",
    grants: { join: true, publish: true, data: true },
    credentials: { type: "credentials", token: "t", ice_servers: [], expires_in: 300 },
    ...changes,
  } as Welcome;
}

export function participant(id: string, changes: Partial<Participant> = {}): Participant {
  return {
    id,
    user: `user-${id}`,
    name: id,
    account: `account-${id}`,
    kind: "browser",
    state: "available",
    call: null,
    media: { audio: false, video: false, screen: false },
    shares: [],
    tracks: [],
    recording: false,
    hand: null,
    entered: 0,
    ...changes,
  };
}

export function problem(code: string, about: string, key = ""): Problem {
  return { type: "problem", code, message: `${code}.`, fix: "Wait.", about, key };
}

/** What a room knows after these. */
export function tell(room: Room, ...messages: RoomMessage[]): void {
  for (const message of messages)
    for (const { handlers } of room.features) batch(() => dispatch(handlers, message));
}
