import { effect, type Signal, untracked } from "@preact/signals";
import type { Trouble as Report } from "../wire/protocol.gen";
import { Announcer } from "./announcer";
import { attract } from "./attention";
import type { Chat } from "./chat";
import type { Reactions } from "./reactions";
import { reportTroubles } from "./reports";
import { playSounds } from "./sounds";
import type { Store } from "./store";

export interface Followed {
  store: Store;
  chat: Chat;
  reactions: Reactions;
  /** What a screen reader is told. */
  announcement: Signal<string>;
  /** Tell the server what failed. */
  report(report: Report): void;
}

/** What goes on in the room is announced, heard and reported; a ring draws attention. Returns how to stop that. */
export function follow({ store, chat, reactions, announcement, report }: Followed): () => void {
  new Announcer(announcement).follow(store, reactions, chat);
  playSounds(store, chat);
  reportTroubles(store, report);
  return attractWhenRung(store);
}

function attractWhenRung(store: Store): () => void {
  let quiet: (() => void) | null = null;
  return effect(() => {
    const ring = store.incoming.value;
    quiet?.();
    // Once a ring, whoever comes and goes meanwhile.
    quiet = ring && attract(untracked(() => store.called(ring)));
  });
}
