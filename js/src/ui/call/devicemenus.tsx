import { useRef } from "preact/hooks";
import { entriesOf } from "../../devices/names";
import type { Slot } from "../../devices/selection";
import { canChooseSpeaker } from "../../devices/speaker";
import { words } from "../../lang";
import type { Session } from "../../session";
import { ArrowUpIcon } from "../base/icons";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { Uses } from "../base/props";
import { LevelMeter } from "../lobby/meter";

/** Which microphone, how loud it is at it, and through which speaker one hears. */
export function MicrophoneMenu({ session }: Uses<"facts" | "own" | "view" | "media">) {
  const groups = () => [
    { ...devices(session, "microphone"), head: <Level session={session} /> },
    ...(canChooseSpeaker() ? [devices(session, "speaker")] : []),
    allDevices(session),
  ];
  return <Arrow session={session} label={words.devices.choose.microphone} groups={groups} />;
}

export function CameraMenu({ session }: Uses<"facts" | "view" | "media">) {
  const groups = () => [devices(session, "camera"), allDevices(session)];
  return <Arrow session={session} label={words.devices.choose.camera} groups={groups} />;
}

interface ArrowProps extends Uses<"facts"> {
  label: string;
  groups: () => MenuGroup[];
}

function Arrow({ session: { facts }, label, groups }: ArrowProps) {
  const may = facts.mayPublish.value;
  return (
    <MenuButton
      label={label}
      title={may ? label : words.devices.guest}
      disabled={!may}
      shape="arrow"
      groups={groups}
    >
      <ArrowUpIcon />
    </MenuButton>
  );
}

/** What is off is turned off by the button beside this. */
function devices({ media }: Pick<Session, "media">, slot: Slot): MenuGroup {
  const entries = entriesOf(slot, media.labels.value[slot]).filter(({ choice }) => choice !== "none");
  const items = entries.map(
    ({ choice, name, chosen }): MenuItem => ({
      role: "menuitemradio",
      label: name,
      checked: chosen,
      act: () => void media.choose(slot, choice),
    }),
  );
  return { label: words.devices[slot], items };
}

function allDevices({ view }: Pick<Session, "view">): MenuGroup {
  return { items: [{ role: "menuitem", label: words.layout.devices, act: () => view.show("devices") }] };
}

function Level({ session: { own, media } }: Uses<"own" | "media">) {
  const level = useRef(() => media.level).current;
  return own.now.value.microphone === "off" ? null : <LevelMeter level={level} />;
}
