import { type LayoutName, selfHidden, sounds } from "../../common/choices";
import { unsharable } from "../../devices/screen";
import { words } from "../../lang";
import type { Session } from "../../session";
import { MoreIcon } from "../base/icons";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { RoomProps } from "../base/props";
import { reactionMenu } from "./buttons";
import { canFloat, float, isFloating } from "./float";

/** What is rarely needed, and what a narrow bar has no room for. */
export function MoreMenu({ session }: RoomProps) {
  return (
    <MenuButton label={words.layout.more} groups={(button) => groups(session, button)}>
      <MoreIcon />
    </MenuButton>
  );
}

function groups(session: Session, button: HTMLElement): MenuGroup[] {
  return [
    ...spareGroups(session),
    { label: words.layout.layout, items: [layoutItem(session, "grid"), layoutItem(session, "speaker")] },
    { items: [hideSelfItem(), ...fullScreenItem(button), ...floatItem(session, button)] },
    { items: settingsItems(session) },
  ];
}

/** The buttons that a narrow bar leaves out. */
function spareGroups(session: Pick<Session, "facts" | "own" | "media" | "reactions">): MenuGroup[] {
  if (!session.facts.call.value) return [];
  const items = [...screenItem(session), ...handItem(session)];
  const signs = session.facts.mayWrite.value ? [reactionMenu(session)] : [];
  return [{ items }, ...signs]
    .filter(({ items }) => items.length > 0)
    .map((group) => ({ ...group, spare: true }));
}

function screenItem({ facts, own, media }: Pick<Session, "facts" | "own" | "media">): MenuItem[] {
  if (!facts.mayPublish.value || unsharable()) return [];
  const { shareScreen, stopSharing } = words.devices;
  const label = own.now.value.screen ? stopSharing : shareScreen;
  return [{ role: "menuitem", label, act: () => void media.toggleScreen() }];
}

function handItem({ facts, reactions }: Pick<Session, "facts" | "reactions">): MenuItem[] {
  if (!facts.mayWrite.value) return [];
  const label = reactions.handRaised.value ? words.hand.lower : words.hand.raise;
  return [{ role: "menuitem", label, act: () => reactions.toggleHand() }];
}

function layoutItem({ arrangement }: Pick<Session, "arrangement">, layout: LayoutName): MenuItem {
  return {
    role: "menuitemradio",
    label: words.layout[layout],
    checked: arrangement.layout.value === layout,
    act: () => arrangement.choose(layout),
  };
}

function hideSelfItem(): MenuItem {
  return {
    role: "menuitemcheckbox",
    label: words.layout.hideSelf,
    checked: selfHidden.value,
    act: () => {
      selfHidden.value = !selfHidden.value;
    },
  };
}

function fullScreenItem(button: HTMLElement): MenuItem[] {
  const full = document.fullscreenElement !== null;
  if (!document.fullscreenEnabled) return [];
  const act = () => void (full ? document.exitFullscreen() : button.closest(".room")?.requestFullscreen());
  return [{ role: "menuitemcheckbox", label: words.layout.fullScreen, checked: full, act }];
}

function floatItem(session: Session, button: HTMLElement): MenuItem[] {
  if (!canFloat()) return [];
  const room = button.getRootNode() as ShadowRoot;
  return [
    {
      role: "menuitemcheckbox",
      label: words.layout.pictureInPicture,
      checked: isFloating(room),
      act: () => void float(session, room),
    },
  ];
}

function settingsItems({ view }: Pick<Session, "view">): MenuItem[] {
  const toggleSounds = () => {
    sounds.value = !sounds.value;
  };
  return [
    { role: "menuitem", label: words.layout.devices, act: () => view.show("devices") },
    { role: "menuitemcheckbox", label: words.layout.sounds, checked: sounds.value, act: toggleSounds },
    { role: "menuitem", label: words.shortcuts.title, act: () => view.show("shortcuts") },
  ];
}
