import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaults, inventory, takeInventory } from "../src/devices/inventory";
import { entriesOf, nameOf } from "../src/devices/names";
import { choices } from "../src/devices/selection";

type Found = [kind: MediaDeviceKind, deviceId: string, label: string];

/** What the browser tells. */
async function found(...devices: Found[]): Promise<void> {
  const enumerateDevices = async () => devices.map(([kind, deviceId, label]) => ({ kind, deviceId, label }));
  vi.stubGlobal("navigator", { mediaDevices: { enumerateDevices } });
  await takeInventory();
}

const names = (slot: "camera" | "microphone" | "speaker", inUse?: string) =>
  entriesOf(slot, inUse).map(({ name }) => name);
const chosen = (slot: "camera" | "microphone") =>
  entriesOf(slot)
    .filter((entry) => entry.chosen)
    .map(({ name }) => name);

beforeEach(() => {
  choices.camera.value = choices.microphone.value = "any";
});

afterEach(() => {
  inventory.value = { camera: [], microphone: [], speaker: [] };
  defaults.value = { camera: "", microphone: "", speaker: "" };
  vi.unstubAllGlobals();
});

describe("the device that the browser takes by itself", () => {
  it("is named as the browser's entry for it says, in whatever language", async () => {
    await found(
      ["audioinput", "default", "Standard - Headset"],
      ["audioinput", "a", "Built-in"],
      ["audioinput", "b", "Headset"],
      ["audiooutput", "default", "Default - Speakers"],
      ["audiooutput", "c", "Speakers"],
    );
    expect(names("microphone")).toEqual(["Default: Headset", "Built-in", "Headset", "No microphone"]);
    expect(names("speaker")).toEqual(["Default: Speakers", "Speakers"]);
  });

  it("is the first camera, and what it turns out to be once it is open", async () => {
    await found(["videoinput", "a", "Infrared"], ["videoinput", "b", "FaceTime HD"]);
    expect(names("camera")[0]).toBe("Default: Infrared");
    expect(names("camera", "FaceTime HD")[0]).toBe("Default: FaceTime HD");
  });

  it("is not what is open because it was chosen", async () => {
    await found(["videoinput", "a", "Infrared"], ["videoinput", "b", "FaceTime HD"]);
    choices.camera.value = { id: "b", label: "FaceTime HD" };
    expect(names("camera", "FaceTime HD")[0]).toBe("Default: Infrared");
    expect(chosen("camera")).toEqual(["FaceTime HD"]);
  });

  it("is nobody's guess where a browser does not tell: of speakers, the first one says nothing", async () => {
    await found(["audiooutput", "a", "Television"]);
    expect(names("speaker")).toEqual(["The system’s speaker", "Television"]);
  });
});

it("names nothing before the browser may", async () => {
  await found(["videoinput", "", ""], ["audioinput", "", ""], ["audiooutput", "", ""]);
  expect(names("camera")).toEqual(["The browser’s default camera", "No camera"]);
  expect(names("microphone")).toEqual(["The browser’s default microphone", "No microphone"]);
});

it("numbers those without a name by their kind", async () => {
  await found(["videoinput", "a", ""], ["videoinput", "b", ""]);
  expect(names("camera").slice(1, 3)).toEqual(["Camera 1", "Camera 2"]);
});

it("tells those of one name apart, without the numbers of their vendor", async () => {
  await found(
    ["videoinput", "a", "C920 (046d:0825)"],
    ["videoinput", "b", "C920 (046D:082d)"],
    ["videoinput", "c", "Cam (Rear)"],
  );
  expect(names("camera").slice(0, 4)).toEqual(["Default: C920", "C920", "C920 (2)", "Cam (Rear)"]);
});

it("shows what takes the place of a chosen device that is away", async () => {
  choices.camera.value = { id: "gone", label: "Gone" };
  await found(["videoinput", "a", "Infrared"]);
  expect(chosen("camera")).toEqual(["Default: Infrared"]);
  choices.camera.value = "none";
  expect(chosen("camera")).toEqual(["No camera"]);
});

it("knows a device whose name ends as another's", async () => {
  await found(["audioinput", "a", "Microphone"], ["audioinput", "b", "USB - Microphone"]);
  expect(nameOf("microphone", "USB - Microphone")).toBe("USB - Microphone");
  expect(nameOf("microphone", "Default - Microphone")).toBe("Microphone");
});
