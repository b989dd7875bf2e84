import { afterEach, describe, expect, it, vi } from "vitest";
import { Devices } from "../src/devices/devices";
import { Screen } from "../src/devices/screen";

const refuse = async () => {
  throw Object.assign(new Error("Permission denied"), { name: "NotAllowedError" });
};

function page(allowed: string[] | null, inside = false): void {
  const featurePolicy = allowed && { allowsFeature: (feature: string) => allowed.includes(feature) };
  vi.stubGlobal("document", { featurePolicy });
  vi.stubGlobal("window", inside ? { top: {} } : globalThis);
  vi.stubGlobal("top", globalThis);
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: refuse, getDisplayMedia: refuse } });
}

const whyNoDevices = async () => {
  const devices = new Devices(
    () => {},
    () => {},
  );
  return (await devices.open({ camera: true, microphone: true })).problem?.code;
};

afterEach(() => vi.unstubAllGlobals());

describe("a refusal", () => {
  it("is the person’s own where the page may ask", async () => {
    page(["camera", "microphone", "display-capture"]);
    expect(await whyNoDevices()).toBe("permission-denied");
    expect(await new Screen(() => {}).share()).toBeNull();
  });

  it("is the embedding page’s or the server’s where the browser says so", async () => {
    page(["camera"]);
    expect(await whyNoDevices()).toBe("blocked-by-page");
    expect(await new Screen(() => {}).share()).toBe("screen-blocked");
  });

  it("of devices is most likely the embedding page’s where the browser does not say", async () => {
    page(null, true);
    expect(await whyNoDevices()).toBe("blocked-by-page");
    expect(await new Screen(() => {}).share()).toBeNull();
    page(null);
    expect(await whyNoDevices()).toBe("permission-denied");
  });
});
