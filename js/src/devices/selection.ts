import { remembered } from "../common/preferences";

export interface Device {
  id: string;
  label: string;
}

/** A certain device, none, or whichever the browser takes. */
export type Choice = Device | "any" | "none";

export type Slot = "camera" | "microphone" | "speaker";

/** What this browser's user has chosen, for all rooms. */
export const choices = {
  camera: remembered("camera", "any", isChoice),
  microphone: remembered("microphone", "any", isChoice),
  speaker: remembered("speaker", "any", isChoice),
};

/** The chosen one of those that are there: by its id or, since browsers give new ids at times, by its name. */
export function find(choice: Choice, devices: readonly Device[]): Device | null {
  if (typeof choice === "string") return null;
  const byId = devices.find(({ id }) => id === choice.id);
  return byId ?? devices.find(({ label }) => label !== "" && label === choice.label) ?? null;
}

function isChoice(value: unknown): value is Choice {
  if (value === "any" || value === "none") return true;
  const { id, label } = (value ?? {}) as Partial<Record<keyof Device, unknown>>;
  return typeof id === "string" && typeof label === "string";
}
