import { useSignal } from "@preact/signals";
import { useCallback, useRef } from "preact/hooks";
import { words } from "../../lang";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../room/session";
import type { Reaction } from "../../wire/protocol.gen";
import { ReactIcon } from "../base/icons";
import { Menu, type MenuItem } from "../base/menu";
import type { RoomProps } from "../room";

/** A word without a word. */
export function ReactButton({ session }: RoomProps) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    open.value = false;
    button.current?.focus();
  }, [open]);
  const may = session.chat.mayWrite.value;
  return (
    <div class="more">
      <button
        ref={button}
        type="button"
        class="round"
        aria-label={words.reactions.react}
        title={may ? words.reactions.react : words.hand.guest}
        aria-haspopup="menu"
        aria-expanded={open.value}
        disabled={!may || !session.store.call.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <ReactIcon />
      </button>
      {open.value && (
        <Menu label={words.reactions.react} groups={[{ items: items(session) }]} close={close} />
      )}
    </div>
  );
}

function items(session: Session): MenuItem[] {
  const names = Object.entries(words.reactions.names) as [Reaction, string][];
  return names.map(([reaction, name]) => ({
    role: "menuitem",
    label: name,
    sign: SIGNS[reaction],
    act: () => session.react(reaction),
  }));
}
