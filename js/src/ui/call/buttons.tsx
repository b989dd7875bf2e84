import type { ComponentChildren } from "preact";
import { unsharable } from "../../devices/screen";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import { EMOJI } from "../../room/reactions";
import type { Session } from "../../session";
import type { Reaction } from "../../wire/protocol.gen";
import {
  HandIcon,
  MicIcon,
  MicOffIcon,
  PhoneOffIcon,
  ReactIcon,
  ScreenIcon,
  ScreenOffIcon,
  VideoIcon,
  VideoOffIcon,
} from "../base/icons";
import { IconButton } from "../base/labelled";
import { MenuButton, type MenuGroup, type MenuItem } from "../base/menu";
import type { Uses } from "../base/props";
import "./bar.css";

export function MicrophoneButton({ session }: Uses<"facts" | "own" | "media">) {
  const { own, media } = session;
  const { microphone } = own.now.value;
  const on = microphone === "on";
  const label = on ? words.call.mute : words.call.unmute;
  const toggle = () => media.toggleMicrophone();
  return (
    <DeviceButton
      session={session}
      label={label}
      letter="m"
      on={on}
      open={microphone !== "off"}
      toggle={toggle}
    >
      {on && <Loudness session={session} />}
      {on ? <MicIcon /> : <MicOffIcon />}
    </DeviceButton>
  );
}

/** How loud one is for the others. */
function Loudness({ session: { own } }: Uses<"own">) {
  return <span class="loudness" style={{ transform: `scaleY(${own.loudness.value})` }} />;
}

export function CameraButton({ session }: Uses<"facts" | "own" | "media">) {
  const on = session.own.now.value.camera;
  const label = on ? words.call.stopCamera : words.call.startCamera;
  const toggle = () => session.media.toggleCamera();
  return (
    <DeviceButton session={session} label={label} letter="v" on={on} open={on} toggle={toggle}>
      {on ? <VideoIcon /> : <VideoOffIcon />}
    </DeviceButton>
  );
}

interface DeviceButtonProps extends Uses<"facts" | "own"> {
  label: string;
  /** The key that does the same. */
  letter: string;
  /** One is seen or heard by it. */
  on: boolean;
  /** It is in use, muted or not, so that it can be pressed while another one opens. */
  open: boolean;
  toggle(): void;
  children: ComponentChildren;
}

function DeviceButton({
  session: { facts, own },
  label,
  letter,
  on,
  open,
  toggle,
  children,
}: DeviceButtonProps) {
  const { opening } = own.now.value;
  const may = facts.mayPublish.value;
  return (
    <IconButton
      class={`round ${on ? "" : "off"}`}
      label={label}
      title={may ? `${label} (${letter})` : words.devices.guest}
      aria-busy={opening}
      disabled={!may || (opening && !open)}
      onClick={toggle}
    >
      {children}
    </IconButton>
  );
}

/** Share one's screen, or stop that. */
export function ScreenButton({ session: { facts, own, media } }: Uses<"facts" | "own" | "media">) {
  if (!facts.call.value) return null;
  const sharing = own.now.value.screen !== null;
  const label = sharing ? words.devices.stopSharing : words.devices.shareScreen;
  const reason = reasonAgainstSharing(facts);
  return (
    <>
      <IconButton
        class={`round ${sharing ? "lit" : ""}`}
        label={label}
        title={reason ?? label}
        disabled={reason !== null}
        aria-describedby={reason ? "why-no-screen" : undefined}
        onClick={() => void media.toggleScreen()}
      >
        {sharing ? <ScreenOffIcon /> : <ScreenIcon />}
      </IconButton>
      <span id="why-no-screen" hidden>
        {reason}
      </span>
    </>
  );
}

function reasonAgainstSharing({ mayPublish }: Facts): string | null {
  if (!mayPublish.value) return words.devices.guest;
  const code = unsharable();
  return code && words.troubles[code].what;
}

/** To be called on, in the order in which hands were raised. */
export function HandButton({ session: { facts, reactions } }: Uses<"facts" | "reactions">) {
  const raised = reactions.handRaised.value;
  const label = raised ? words.hand.lower : words.hand.raise;
  const may = facts.mayWrite.value;
  return (
    <IconButton
      class={`round ${raised ? "chosen" : ""}`}
      label={label}
      title={may ? `${label} (h)` : words.hand.guest}
      disabled={!may}
      onClick={() => reactions.toggleHand()}
    >
      <HandIcon />
    </IconButton>
  );
}

/** Show a reaction for some seconds. */
export function ReactButton({ session }: Uses<"facts" | "reactions">) {
  const may = session.facts.mayWrite.value;
  const label = words.reactions.react;
  return (
    <MenuButton
      label={label}
      title={may ? label : words.hand.guest}
      disabled={!may || !session.facts.call.value}
      groups={() => [reactionMenu(session)]}
    >
      <ReactIcon />
    </MenuButton>
  );
}

/** What one may show, in a menu. */
export function reactionMenu(session: Pick<Session, "reactions">): MenuGroup {
  const items = (Object.keys(EMOJI) as Reaction[]).map(
    (reaction): MenuItem => ({
      role: "menuitem",
      label: words.reactions.names[reaction],
      sign: EMOJI[reaction],
      act: () => session.reactions.react(reaction),
    }),
  );
  return { row: true, items };
}

export function EndButton({ session }: Uses<"facts" | "rings" | "calling" | "ringing">) {
  const { facts, rings, calling, ringing } = session;
  const talking = facts.call.value !== null;
  return (
    <button
      type="button"
      class="danger"
      disabled={!talking && !rings.outgoing.value?.invite}
      onClick={() => (talking ? calling.hangUp() : ringing.cancel())}
    >
      <PhoneOffIcon /> {talking ? words.call.leave : words.call.cancel}
    </button>
  );
}
