import { isSwitch, remembered } from "./preferences";

/** Whether the room makes sounds: rings, comings and goings, messages. */
export const sounds = remembered("sounds", true, isSwitch);

/** Whether one's own kernels may see and hear one without asking. */
export const ownKernelAllowed = remembered("own-kernel", false, isSwitch);

export type LayoutName = "grid" | "speaker";

/** How the tiles of a call are laid out while nobody shares a screen. */
export const usualLayout = remembered("layout", "grid", isLayout);

/** Whether one's own picture is left out. */
export const selfHidden = remembered("hide-self", false, isSwitch);

function isLayout(value: unknown): value is LayoutName {
  return value === "grid" || value === "speaker";
}
