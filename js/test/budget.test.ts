import { describe, expect, it } from "vitest";
import { assume, divide, type Sent, SOUND, type Wanted } from "../src/call/budget";

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
