import { describe, expect, it } from "vitest";
import {
  assume,
  divide,
  enough,
  FOR_ARRAYS,
  type Need,
  type Sent,
  SOUND,
  share,
  type Wanted,
} from "../src/call/mesh/budget";

const CAP = 2_500_000;
const CAMERA: Sent = { camera: true, screen: false, sounds: 1 };
const BOTH: Sent = { camera: true, screen: true, sounds: 2 };

const peers = (count: number, wanted: Wanted) => Array.from({ length: count }, () => wanted);

function total(uplink: number, wanted: Wanted[], sent: Sent): number {
  const pictures = divide(uplink, wanted, sent).reduce(
    (sum, { camera, screen }) => sum + (camera.active ? camera.bits : 0) + (screen.active ? screen.bits : 0),
    0,
  );
  return pictures + wanted.length * sent.sounds * SOUND;
}

describe("the uplink", () => {
  it("is never exceeded, whatever is wanted", () => {
    for (const uplink of [500_000, 1_000_000, CAP, 10_000_000])
      for (let count = 1; count <= 5; count++)
        for (const camera of [0, 180, 360, 720, 1080, 2160])
          for (const screen of [0, 360, 1080])
            for (const sent of [CAMERA, BOTH])
              expect(total(uplink, peers(count, { camera, screen }), sent)).toBeLessThanOrEqual(uplink);
  });

  it("carries 720 lines to one peer and 360 to each of five", () => {
    expect(divide(CAP, [assume(1)], CAMERA)[0]?.camera).toMatchObject({ active: true, height: 720 });
    for (const { camera } of divide(CAP, peers(5, assume(5)), CAMERA))
      expect(camera).toMatchObject({ active: true, height: 360 });
  });

  it("knows what a camera of any size can use", () => {
    const sizes = [160 * 90, 320 * 180, 640 * 360, 640 * 480, 1280 * 720, 1920 * 1080, 3840 * 2160];
    expect(sizes.map(enough)).toEqual([150_000, 150_000, 500_000, 611_111, 1_500_000, 2_500_000, 2_500_000]);
  });

  it("is not spent on sound where nobody hears it", () => {
    const picture = { camera: 720, screen: 0 };
    const [hears, deaf] = [true, false].map((sound) => divide(500_000, [{ ...picture, sound }], CAMERA)[0]);
    expect([hears?.sound, deaf?.sound]).toEqual([true, false]);
    expect((deaf?.camera.bits ?? 0) - (hears?.camera.bits ?? 0)).toBe(SOUND);
  });

  it("gives what one peer does not need to the others", () => {
    const [small, large] = divide(
      1_500_000,
      [
        { camera: 180, screen: 0 },
        { camera: 720, screen: 0 },
      ],
      CAMERA,
    );
    expect(small?.camera.bits).toBe(150_000);
    expect(large?.camera.bits).toBeGreaterThan(1_000_000);
  });

  it("sends nothing to those who see nothing", () => {
    const [unseen, seen] = divide(
      CAP,
      [
        { camera: 0, screen: 0 },
        { camera: 360, screen: 0 },
      ],
      CAMERA,
    );
    expect(unseen?.camera.active).toBe(false);
    expect(seen?.camera.bits).toBe(500_000);
  });

  it("is ready to send what is not sent yet", () => {
    const [share] = divide(CAP, [{ camera: 360, screen: 1080 }], CAMERA);
    expect(share?.screen).toMatchObject({ active: true, bits: 0 });
  });

  it("serves screens before cameras, and leaves faces recognisable", () => {
    for (const { camera, screen } of divide(CAP, peers(5, { camera: 360, screen: 1080 }), BOTH)) {
      expect(screen.bits).toBeGreaterThan(camera.bits);
      expect(camera.bits).toBeGreaterThanOrEqual(60_000);
      expect(screen.height).toBe(1080);
      expect(camera.height).toBe(180);
    }
  });

  it("shows a screen less often rather than smaller where it is short", () => {
    const [wide] = divide(5_000_000, [{ camera: 360, screen: 1080 }], BOTH);
    const [short] = divide(600_000, [{ camera: 360, screen: 1080 }], BOTH);
    expect(short?.screen.height).toBe(wide?.screen.height);
    expect(short?.screen.frames).toBeLessThan(wide?.screen.frames ?? 0);
  });

  it("stops the pictures where sound alone takes all of it, instead of sending them without a limit", () => {
    const [share] = divide(10_000, [{ camera: 360, screen: 0 }], CAMERA);
    expect(share?.camera).toMatchObject({ active: false, bits: 0, height: 180 });
  });
});

describe("peers behind different ways", () => {
  const person: Need = { camera: 720, screen: 1080 };
  const kernel: Need = { ...FOR_ARRAYS, bits: null };
  const bits = (one: ReturnType<typeof divide>[number] | undefined) =>
    (one?.camera.bits ?? 0) + (one?.screen.bits ?? 0);

  it("share one's uplink alike", () => {
    expect(share(CAP, [person, kernel], BOTH)).toEqual(divide(CAP, [person, kernel], BOTH));
  });

  it("take nothing of it when they are near", () => {
    const [far, near] = share(CAP, [person, { ...kernel, near: true }], BOTH);
    expect(far).toEqual(divide(CAP, [person], BOTH)[0]);
    expect(near?.camera).toMatchObject({ active: true, height: 720, frames: 30, bits: 1_500_000 });
    expect(near?.screen).toMatchObject({ active: true, height: 1080, frames: 30, bits: 1_800_000 });
  });

  it("get no more than the way carries, and the others what is left", () => {
    const [far, thin] = share(CAP, [person, { ...kernel, bits: 600_000 }], CAMERA);
    expect(bits(thin) + SOUND).toBeLessThanOrEqual(600_000);
    expect(thin?.camera).toMatchObject({ active: true, height: 360 });
    expect(far).toEqual(divide(CAP - 600_000, [person], CAMERA)[0]);
  });

  it("get no more of one's uplink than the others, however much the way carries", () => {
    const needs = [person, { ...kernel, bits: 5_000_000 }];
    expect(share(CAP, needs, CAMERA)).toEqual(divide(CAP, needs, CAMERA));
  });

  it("get no more than a way within the local network carries, either", () => {
    const [near] = share(CAP, [{ ...kernel, near: true, bits: 900_000 }], BOTH);
    expect(bits(near) + 2 * SOUND).toBeLessThanOrEqual(900_000);
    const [poor] = share(CAP, [{ ...kernel, near: true, bits: 100_000 }], CAMERA);
    expect(poor?.camera).toMatchObject({ height: 180 });
  });

  it("are sent no more pictures than their machine takes, as large as ever", () => {
    for (const frames of [3, 12, 90, null]) {
      const [slow] = share(CAP, [{ ...kernel, near: true, frames }], BOTH);
      const [fast] = share(CAP, [{ ...kernel, near: true }], BOTH);
      const at = Math.min(frames ?? 30, 30);
      expect(slow).toEqual({
        ...fast,
        camera: { ...fast?.camera, frames: at },
        screen: { ...fast?.screen, frames: at },
      });
    }
  });
});
