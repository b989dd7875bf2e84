import { effect, type Signal, untracked } from "@preact/signals";
import type { Trouble as Report } from "../wire/protocol.gen";
import { Announcer } from "./announcer";
import { attract } from "./attention";
import type { Chat } from "./chat";
import type { Reactions } from "./reactions";
import { reportTroubles } from "./reports";
import type { Room } from "./room";
import { playSounds } from "./sounds";

export interface Followed {
  room: Room;
  chat: Chat;
  reactions: Reactions;
  /** What a screen reader is told. */
  announcement: Signal<string>;
  /** Tell the server what failed. */
  report(report: Report): void;
}

/** What goes on in the room is announced, heard and reported; a ring draws attention. Returns how to stop that. */
export function follow({ room, chat, reactions, announcement, report }: Followed): () => void {
  new Announcer(announcement).follow(room, reactions, chat);
  playSounds(room.facts, chat);
  reportTroubles(room, report);
  return attractWhenRung(room);
}

function attractWhenRung({ rings, facts }: Room): () => void {
  let quiet: (() => void) | null = null;
  return effect(() => {
    const ring = rings.incoming.value;
    quiet?.();
    // Once for each ring, whatever happens to the others meanwhile.
    quiet = ring && attract(untracked(() => facts.called(ring)));
  });
}
