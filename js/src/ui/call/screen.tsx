import { unsharable } from "../../devices/screen";
import { words } from "../../lang";
import type { Facts } from "../../room/facts";
import { ScreenIcon, ScreenOffIcon } from "../base/icons";
import type { Uses } from "../base/props";

/** Share one's screen, or stop that. */
export function ScreenButton({ session: { facts, own, media } }: Uses<"facts" | "own" | "media">) {
  if (!facts.call.value) return null;
  const sharing = own.now.value.screen !== null;
  const name = sharing ? words.devices.stopSharing : words.devices.shareScreen;
  const reason = reasonAgainst(facts);
  return (
    <>
      <button
        type="button"
        class={`round ${sharing ? "lit" : ""}`}
        aria-label={name}
        title={reason ?? name}
        disabled={reason !== null}
        aria-describedby={reason ? "why-no-screen" : undefined}
        onClick={() => void media.toggleScreen()}
      >
        {sharing ? <ScreenOffIcon /> : <ScreenIcon />}
      </button>
      <span id="why-no-screen" hidden>
        {reason}
      </span>
    </>
  );
}

function reasonAgainst({ mayPublish }: Facts): string | null {
  if (!mayPublish.value) return words.devices.guest;
  const code = unsharable();
  return code && words.troubles[code].what;
}
