import { tone } from "../common/tones";
import { inventory } from "./inventory";
import { choices, find } from "./selection";

const FREQUENCY = 523;
const SECONDS = 0.8;
const VOLUME = 0.12;

/** Whether this browser can play through another speaker than the system's. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Play this element through the chosen speaker. One that is not there is the system's. */
export async function playThroughChosen(element: HTMLMediaElement | null): Promise<void> {
  if (!element || !canChooseSpeaker()) return;
  const id = find(choices.speaker.value, inventory.value.speaker)?.id ?? "";
  if (element.sinkId !== id) await element.setSinkId(id).catch(() => {});
}

/** A short soft tone from the chosen speaker. */
export async function playTestTone(): Promise<void> {
  const audio = new AudioContext();
  const stream = new MediaStreamAudioDestinationNode(audio);
  // Only elements can be sent to a speaker in every browser that has a choice of them.
  const element = new Audio();
  element.srcObject = stream.stream;
  try {
    await playThroughChosen(element);
    await element.play();
    tone(stream, FREQUENCY, 0, VOLUME, SECONDS).onended = () => void audio.close();
  } catch {
    // The browser wants another click first.
    void audio.close();
  }
}
