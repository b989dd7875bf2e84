import { describe, expect, it } from "vitest";
import { find } from "../src/devices/selection";

const BUILT_IN = { id: "1", label: "Built-in" };
const HEADSET = { id: "2", label: "Headset" };
const NAMELESS = { id: "3", label: "" };

describe("a chosen device", () => {
  it("is found by its id", () => {
    expect(find({ id: "2", label: "Headset (old name)" }, [BUILT_IN, HEADSET])).toBe(HEADSET);
  });

  it("is found by its name where ids were given anew", () => {
    expect(find({ id: "9", label: "Headset" }, [BUILT_IN, HEADSET])).toBe(HEADSET);
  });

  it("is not found by a name that it does not have", () => {
    expect(find({ id: "9", label: "" }, [NAMELESS])).toBe(null);
  });

  it("may be none at all", () => {
    expect(find("none", [BUILT_IN])).toBe(null);
    expect(find("any", [BUILT_IN])).toBe(null);
  });
});
