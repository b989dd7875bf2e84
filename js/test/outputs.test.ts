import { describe, expect, it } from "vitest";
import { Outputs } from "../src/room/outputs";
import type { SharedObject } from "../src/wire/protocol.gen";

const plot = (id: number): SharedObject => ({
  id,
  at: 0,
  user: "u",
  name: "kernel of Ana",
  type: "image/png",
  title: `plot ${id}`,
  size: 1,
});

describe("shared outputs", () => {
  it("are each there once, in their order", () => {
    const outputs = new Outputs("algebra");
    outputs.handlers.shared?.({ type: "shared", objects: [plot(1), plot(2)] });
    outputs.handlers.shared?.({ type: "shared", objects: [plot(3)] });
    outputs.handlers.shared?.({ type: "shared", objects: [plot(2), plot(3)] });
    expect(outputs.objects.value.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("are as many as the server keeps", () => {
    const outputs = new Outputs("algebra");
    for (let id = 1; id <= 1_000; id++) outputs.handlers.shared?.({ type: "shared", objects: [plot(id)] });
    expect(outputs.objects.value.length).toBe(20);
    expect(outputs.objects.value.at(-1)?.id).toBe(1_000);
  });
});
