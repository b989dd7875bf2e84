import { remembered } from "./preferences";

/** Whether the room makes sounds: rings, comings and goings, messages. */
export const sounds = remembered("sounds", true);

/** Whether one's own kernels may see and hear one without asking. */
export const ownKernelAllowed = remembered("own-kernel", false);

export type LayoutName = "grid" | "speaker";

/** How the tiles of a call are laid out while nobody shares a screen. */
export const usualLayout = remembered<LayoutName>("layout", "grid");

/** Whether one's own picture is left out. */
export const selfHidden = remembered("hide-self", false);
