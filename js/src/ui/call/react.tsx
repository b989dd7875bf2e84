import { words } from "../../lang";
import { SIGNS } from "../../room/reactions";
import type { Session } from "../../session";
import type { Reaction } from "../../wire/protocol.gen";
import { ReactIcon } from "../base/icons";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { Uses } from "../base/props";

/** A word without a word. */
export function ReactButton({ session }: Uses<"facts" | "reactions">) {
  const may = session.facts.mayWrite.value;
  const name = words.reactions.react;
  return (
    <MenuButton
      label={name}
      title={may ? name : words.hand.guest}
      disabled={!may || !session.facts.call.value}
      groups={() => [reactions(session)]}
    >
      <ReactIcon />
    </MenuButton>
  );
}

/** What one may show, in a menu. */
export function reactions(session: Pick<Session, "reactions">): MenuGroup {
  const items = (Object.keys(SIGNS) as Reaction[]).map(
    (reaction): MenuItem => ({
      role: "menuitem",
      label: words.reactions.names[reaction],
      sign: SIGNS[reaction],
      act: () => session.reactions.react(reaction),
    }),
  );
  return { row: true, items };
}
