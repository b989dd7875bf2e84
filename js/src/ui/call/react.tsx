import { words } from "../../lang";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../session";
import type { Reaction } from "../../wire/protocol.gen";
import { ReactIcon } from "../base/icons";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { RoomProps } from "../base/props";

/** A word without a word. */
export function ReactButton({ session }: RoomProps) {
  const may = session.chat.mayWrite.value;
  const name = words.reactions.react;
  return (
    <MenuButton
      label={name}
      title={may ? name : words.hand.guest}
      disabled={!may || !session.store.call.value}
      groups={() => [reactions(session)]}
    >
      <ReactIcon />
    </MenuButton>
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
