import type { DeviceCode } from "../common/troubles";
import { inventory } from "./inventory";
import { withheld } from "./policy";
import type { Want } from "./selection";
import { choices, find } from "./selection";

/** The tracks that were opened, and what went wrong before. */
interface Captured {
  tracks: MediaStreamTrack[];
  code: DeviceCode | null;
}

interface CapturePorts {
  /** Whether the answer is still of use. */
  wanted(): boolean;
  /** The ids of the devices that are in use. */
  inUse: Readonly<Record<keyof Want, string | undefined>>;
  /** Stop those that are asked for, since they may be what keeps the system from opening others. False: none was open. */
  release(): boolean;
}

const CODES: Partial<Record<string, DeviceCode>> = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-device",
  NotReadableError: "device-busy",
  AbortError: "device-busy",
  OverconstrainedError: "device-unsuitable",
};

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** Open devices: with one request for all, so that the browser asks once; where that fails, with one for what is left. */
export async function capture(want: Want, ports: CapturePorts): Promise<Captured> {
  if (!navigator.mediaDevices) {
    return { tracks: [], code: isSecureContext ? "no-webrtc" : "insecure-origin" };
  }
  let code: DeviceCode | null = null;
  const refused = new Set<string>();
  for (const attempt of attempts(want, ports.inUse)) {
    if (!ports.wanted()) break;
    if (refused.has(kindsOf(attempt))) continue;
    try {
      return { tracks: await request(attempt, ports), code };
    } catch (error) {
      // Who refuses is not asked again for the same kinds with another device.
      if ((error as DOMException).name === "NotAllowedError") refused.add(kindsOf(attempt));
      // The chosen device is not there, which is why there is a next attempt.
      if (!isAbsent(error as DOMException, attempt)) code ??= codeOf(error as DOMException);
    }
  }
  return { tracks: [], code };
}

/** Devices in use stay open until the next ones are, unless the system gives only one of them at a time. */
async function request(
  attempt: MediaStreamConstraints,
  { release }: CapturePorts,
): Promise<MediaStreamTrack[]> {
  const ask = async () => (await navigator.mediaDevices.getUserMedia(attempt)).getTracks();
  try {
    return await ask();
  } catch (error) {
    if (codeOf(error as DOMException) === "device-busy" && release()) return ask();
    throw error;
  }
}

/** The chosen ones, then others in the place of one or the other, then only one of the two. */
function attempts({ camera, microphone }: Want, inUse: CapturePorts["inUse"]): MediaStreamConstraints[] {
  const videos = camera ? constraintsFor("camera", CAMERA, inUse.camera) : [];
  const audios = microphone ? constraintsFor("microphone", MICROPHONE, inUse.microphone) : [];
  return [
    ...videos.flatMap((video) => audios.map((audio) => ({ video, audio }))),
    ...audios.map((audio) => ({ video: false, audio })),
    ...videos.map((video) => ({ video, audio: false })),
  ];
}

/** The chosen device, then the one that has been in use, then any. */
function constraintsFor(
  slot: keyof Want,
  usual: MediaTrackConstraints,
  inUse: string | undefined,
): MediaTrackConstraints[] {
  const exactly = (id: string) => ({ ...usual, deviceId: { exact: id } });
  const before = inUse === undefined ? [] : [exactly(inUse)];
  const id = idOfChoice(slot);
  return id === null ? [usual, ...before] : [exactly(id), ...before, usual];
}

function kindsOf({ video, audio }: MediaStreamConstraints): string {
  return `${Boolean(video)} ${Boolean(audio)}`;
}

/** The chosen device's id as it is now, or null where the browser takes any. */
export function idOfChoice(slot: keyof Want): string | null {
  const choice = choices[slot].value;
  if (typeof choice === "string") return null;
  return find(choice, inventory.value[slot])?.id ?? choice.id;
}

/** Whether the device that a request names is not there. */
function isAbsent({ name }: DOMException, { video, audio }: MediaStreamConstraints): boolean {
  const named = [video, audio].some((constraints) => typeof constraints === "object" && constraints.deviceId);
  return named && name === "OverconstrainedError";
}

function codeOf({ name }: DOMException): DeviceCode {
  const code = CODES[name] ?? "device-failed";
  // Where the browser does not say, a page inside another one is taken to be blocked by it.
  const blocked = withheld("camera", "microphone") ?? window !== window.top;
  return code === "permission-denied" && blocked ? "blocked-by-page" : code;
}
