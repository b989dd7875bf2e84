import { unsharable } from "../../devices/screen";
import { words } from "../../lang";
import type { Store } from "../../room/store";
import { ScreenIcon, ScreenOffIcon } from "../base/icons";
import type { RoomProps } from "../base/props";

/** Share one's screen, or stop that. */
export function ScreenButton({ session: { store, calling } }: RoomProps) {
  if (!store.call.value) return null;
  const sharing = store.own.value.screen !== null;
  const name = sharing ? words.devices.stopSharing : words.devices.shareScreen;
  const reason = reasonAgainst(store);
  return (
    <>
      <button
        type="button"
        class={`round ${sharing ? "lit" : ""}`}
        aria-label={name}
        title={reason ?? name}
        disabled={reason !== null}
        aria-describedby={reason ? "why-no-screen" : undefined}
        onClick={() => void calling.media.toggleScreen()}
      >
        {sharing ? <ScreenOffIcon /> : <ScreenIcon />}
      </button>
      <span id="why-no-screen" hidden>
        {reason}
      </span>
    </>
  );
}

function reasonAgainst({ mayPublish }: Store): string | null {
  if (!mayPublish.value) return words.devices.guest;
  const code = unsharable();
  return code && words.troubles[code].what;
}
