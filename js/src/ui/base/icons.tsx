import {
  ArrowDown,
  Check,
  ChevronUp,
  CircleDot,
  Copy,
  Ellipsis,
  ExternalLink,
  Eye,
  Hand,
  type IconNode,
  Info,
  Link,
  MessageSquare,
  Mic,
  MicOff,
  Phone,
  PhoneMissed,
  PhoneOff,
  Pin,
  PinOff,
  ScreenShare,
  ScreenShareOff,
  Send,
  SmilePlus,
  Users,
  Video,
  VideoOff,
  Volume2,
  X,
} from "lucide";
import { h } from "preact";

export function icon(nodes: IconNode) {
  return () => (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {nodes.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

export const ArrowDownIcon = icon(ArrowDown);
export const ArrowUpIcon = icon(ChevronUp);
export const CopyIcon = icon(Copy);
export const LinkIcon = icon(Link);
export const MessageIcon = icon(MessageSquare);
export const EyeIcon = icon(Eye);
export const HandIcon = icon(Hand);
export const MissedIcon = icon(PhoneMissed);
export const ReactIcon = icon(SmilePlus);
export const MicIcon = icon(Mic);
export const MicOffIcon = icon(MicOff);
export const OpenIcon = icon(ExternalLink);
export const PhoneIcon = icon(Phone);
export const PhoneOffIcon = icon(PhoneOff);
export const SendIcon = icon(Send);
export const ScreenIcon = icon(ScreenShare);
export const ScreenOffIcon = icon(ScreenShareOff);
export const UsersIcon = icon(Users);
export const VideoIcon = icon(Video);
export const VideoOffIcon = icon(VideoOff);
export const SoundIcon = icon(Volume2);
export const CloseIcon = icon(X);
export const CheckIcon = icon(Check);
export const RecordIcon = icon(CircleDot);
export const InfoIcon = icon(Info);
export const MoreIcon = icon(Ellipsis);
export const PinIcon = icon(Pin);
export const PinOffIcon = icon(PinOff);
