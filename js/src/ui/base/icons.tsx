import * as lucide from "lucide";
import { h } from "preact";

export function icon(nodes: lucide.IconNode) {
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

export const ArrowDownIcon = icon(lucide.ArrowDown);
export const ArrowUpIcon = icon(lucide.ChevronUp);
export const CopyIcon = icon(lucide.Copy);
export const LinkIcon = icon(lucide.Link);
export const MessageIcon = icon(lucide.MessageSquare);
export const EyeIcon = icon(lucide.Eye);
export const HandIcon = icon(lucide.Hand);
export const MissedIcon = icon(lucide.PhoneMissed);
export const ReactIcon = icon(lucide.SmilePlus);
export const MicIcon = icon(lucide.Mic);
export const MicOffIcon = icon(lucide.MicOff);
export const OpenIcon = icon(lucide.ExternalLink);
export const PhoneIcon = icon(lucide.Phone);
export const PhoneOffIcon = icon(lucide.PhoneOff);
export const SendIcon = icon(lucide.Send);
export const ScreenIcon = icon(lucide.ScreenShare);
export const ScreenOffIcon = icon(lucide.ScreenShareOff);
export const UsersIcon = icon(lucide.Users);
export const VideoIcon = icon(lucide.Video);
export const VideoOffIcon = icon(lucide.VideoOff);
export const SoundIcon = icon(lucide.Volume2);
export const CloseIcon = icon(lucide.X);
export const CheckIcon = icon(lucide.Check);
export const RecordIcon = icon(lucide.CircleDot);
export const InfoIcon = icon(lucide.Info);
export const MoreIcon = icon(lucide.Ellipsis);
export const PinIcon = icon(lucide.Pin);
export const PinOffIcon = icon(lucide.PinOff);
