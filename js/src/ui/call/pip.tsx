import { effect } from "@preact/signals";
import { render } from "preact";
import { words } from "../../lang";
import type { Session } from "../../session";
import type { RoomProps } from "../base/props";
import { allStyle, applyStyle } from "../base/sheets";
import { Toolbar } from "../base/toolbar";
import { CameraButton, EndButton, MicrophoneButton } from "./buttons";
import { KernelBadges } from "./kernels";
import { Tiles } from "./tiles";

/** Document Picture-in-Picture, which TypeScript's DOM does not know yet. */
export interface SmallWindows {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
  readonly window: Window | null;
}

const SIZE = { width: 400, height: 300 };

/** The call in a window of its own, which stays in front of all others until it is closed or the call ends. */
export async function openSmallRoom(windows: SmallWindows, session: Session, room: ShadowRoot) {
  const small = await windows.requestWindow(SIZE);
  const host = colour(small, room.host);
  const root = host.attachShadow({ mode: "open" });
  const stopStyling = applyStyle(root, small);
  small.document.title = session.facts.room;
  render(<SmallRoom session={session} />, root);
  const unfollow = effect(() => {
    if (!session.facts.call.value) small.close();
  });
  small.addEventListener("pagehide", () => {
    unfollow();
    stopStyling();
    render(null, root);
  });
}

function SmallRoom({ session }: RoomProps) {
  return (
    <section class="room floating" aria-label={words.layout.small(session.facts.room)}>
      <div class="call">
        <KernelBadges session={session} />
        <Tiles session={session} />
        <Toolbar label={words.call.bar}>
          <MicrophoneButton session={session} />
          <CameraButton session={session} />
          <span class="space" />
          <EndButton session={session} />
        </Toolbar>
      </div>
    </section>
  );
}

/** An element in the other window that has Jupyter's colours, as the room has them. */
function colour({ document }: Window, original: Element): HTMLElement {
  const host = document.createElement("div");
  const colours = getComputedStyle(original);
  for (const name of new Set(allStyle().match(/--jp-[\w-]+/g))) {
    host.style.setProperty(name, colours.getPropertyValue(name));
  }
  document.documentElement.lang = words.locale;
  document.body.style.margin = "0";
  document.body.append(host);
  return host;
}
