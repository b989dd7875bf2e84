import { useSignal } from "@preact/signals";
import { useCallback, useRef } from "preact/hooks";
import { words } from "../../lang";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../room/session";
import type { Reaction } from "../../wire/protocol.gen";
import { ReactIcon } from "../base/icons";
import { Menu, type MenuGroup, type MenuItem } from "../base/menu";
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
      {open.value && <Menu label={words.reactions.react} groups={[reactions(session)]} close={close} />}
    </div>
  );
}

/** What one may show, in a menu. */
export function reactions(session: Session): MenuGroup {
  const items = (Object.keys(SIGNS) as Reaction[]).map(
    (reaction): MenuItem => ({
      role: "menuitem",
      label: words.reactions.names[reaction],
      sign: SIGNS[reaction],
      act: () => session.react(reaction),
    }),
  );
  return { row: true, items };
}
