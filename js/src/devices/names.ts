import { words } from "../lang";
import { defaults, inventory } from "./inventory";
import { type Choice, choices, type Device, find, type Slot } from "./selection";

/** A device, or whichever the browser takes, or none: as it stands in a list to choose from. */
export interface Entry {
  choice: Choice;
  name: string;
  chosen: boolean;
}

// Chromium ends the names of cameras at USB with the numbers of their vendor and product.
const IDS = / \([0-9a-f]{4}:[0-9a-f]{4}\)$/i;

/** All that can be chosen. `inUse` is the label of what is open at the moment. A chosen device that is away is shown as what takes its place. */
export function entriesOf(slot: Slot, inUse = ""): Entry[] {
  const devices = inventory.value[slot];
  const choice = choices[slot].value;
  const now = choice === "none" ? choice : (find(choice, devices) ?? "any");
  const names = namesOf(slot, devices);
  const entries: [Choice, string][] = [
    ["any", nameOfDefault(slot, (now === "any" && inUse) || defaults.value[slot])],
    ...devices.map((device, index): [Choice, string] => [device, names[index] ?? ""]),
  ];
  if (slot !== "speaker") entries.push(["none", words.devices.none[slot]]);
  return entries.map(([choice, name]) => ({ choice, name, chosen: choice === now }));
}

/** What people call the device with this label. */
export function nameOf(slot: Slot, label: string): string {
  const labels = inventory.value[slot].map((device) => device.label);
  // What Chromium takes by itself is called "Default - LABEL", in the browser's language.
  const behind = labels.find((other) => other !== "" && label.endsWith(` - ${other}`));
  return plain(labels.includes(label) ? label : (behind ?? label));
}

function nameOfDefault(slot: Slot, label: string): string {
  return label ? words.devices.default(nameOf(slot, label)) : words.devices.any[slot];
}

/** Those of one name are told apart by numbers, and so are those without one. */
function namesOf(slot: Slot, devices: readonly Device[]): string[] {
  const names = devices.map(({ label }) => plain(label));
  return names.map((name, index) => {
    if (name === "") return words.devices.nameless(words.devices[slot], index + 1);
    const same = names.slice(0, index).filter((other) => other === name).length;
    return same > 0 ? `${name} (${same + 1})` : name;
  });
}

function plain(label: string): string {
  return label.replace(IDS, "");
}
