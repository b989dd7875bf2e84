import { useRef } from "preact/hooks";
import { entriesOf } from "../../devices/names";
import type { Slot } from "../../devices/selection";
import { canChooseSpeaker } from "../../devices/speaker";
import { words } from "../../lang";
import type { Session } from "../../session";
import { ArrowUpIcon } from "../base/icons";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { RoomProps } from "../base/props";
import { LevelMeter } from "../lobby/meter";

/** Which microphone, how loud it is at it, and through which speaker one hears. */
export function MicrophoneMenu({ session }: RoomProps) {
  const groups = () => [
    { ...devices(session, "microphone"), head: <Level session={session} /> },
    ...(canChooseSpeaker() ? [devices(session, "speaker")] : []),
    all(session),
  ];
  return <Arrow session={session} label={words.devices.choose.microphone} groups={groups} />;
}

export function CameraMenu({ session }: RoomProps) {
  const groups = () => [devices(session, "camera"), all(session)];
  return <Arrow session={session} label={words.devices.choose.camera} groups={groups} />;
}

interface ArrowProps extends RoomProps {
  label: string;
  groups: () => MenuGroup[];
}

function Arrow({ session: { store }, label, groups }: ArrowProps) {
  const may = store.mayPublish.value;
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
function devices({ calling: { media } }: Session, slot: Slot): MenuGroup {
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

function all({ store }: Session): MenuGroup {
  const act = () => {
    store.dialog.value = "devices";
  };
  return { items: [{ role: "menuitem", label: words.layout.devices, act }] };
}

function Level({ session: { store, calling } }: RoomProps) {
  const level = useRef(() => calling.media.level).current;
  return store.own.value.microphone === "off" ? null : <LevelMeter level={level} />;
}
