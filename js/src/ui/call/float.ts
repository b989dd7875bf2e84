import { explain } from "../../common/troubles";
import type { Session } from "../../session";
import type { SmallWindows } from "./pip";

function smallWindows(): SmallWindows | null {
  const { documentPictureInPicture = null } = window as { documentPictureInPicture?: SmallWindows };
  return documentPictureInPicture;
}

export function canFloat(): boolean {
  return smallWindows() !== null || document.pictureInPictureEnabled === true;
}

/** Whether pictures of the call float over everything else. */
export function isFloating(room: ShadowRoot): boolean {
  return Boolean(smallWindows()?.window ?? room.pictureInPictureElement);
}

/** Let the call float in a small window, or stop that: the whole of it where the browser can, else one picture. */
export async function float(session: Session, room: ShadowRoot): Promise<void> {
  const windows = smallWindows();
  try {
    if (!windows) await floatVideo(room);
    else if (windows.window) windows.window.close();
    else await (await loadSmallRoom(session))?.openSmallRoom(windows, session, room);
  } catch {
    // The browser wants a fresh click, or has nothing to show: the menu still says that nothing floats.
  }
}

async function loadSmallRoom({ view }: Pick<Session, "view">) {
  return import("./pip").catch(() => view.complain(explain("part-missing")));
}

async function floatVideo(room: ShadowRoot): Promise<void> {
  if (room.pictureInPictureElement) {
    await document.exitPictureInPicture();
    return;
  }
  await largestVideo(room)?.requestPictureInPicture();
}

/** Of those with a picture, others before oneself. */
function largestVideo(room: ShadowRoot): HTMLVideoElement | null {
  const videos = [...room.querySelectorAll<HTMLVideoElement>(".tile video")];
  const worth = (video: HTMLVideoElement) =>
    video.videoHeight > 0 ? video.clientHeight + (video.closest(".own") ? 0 : screen.height) : 0;
  return videos.reduce<HTMLVideoElement | null>(
    (best, next) => (worth(next) > (best ? worth(best) : 0) ? next : best),
    null,
  );
}
