import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addView, type View } from "../src/registry";
import type { Session } from "../src/session";

const stages = vi.hoisted(() => [] as { session: Session; unmounted: boolean }[]);

// Where a view puts its stage needs no page; what is on it does.
vi.mock("../src/ui/stage", () => ({
  Stage: class {
    readonly host = "stage";
    unmounted = false;
    constructor(readonly session: Session) {
      stages.push(this);
    }
    resume(): void {}
    unmount(): void {
      this.unmounted = true;
    }
  },
}));
vi.mock("../src/placeholder", () => ({ placeholder: () => "placeholder" }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", {
    getElementById: () => null,
    body: { dataset: {} },
    removeEventListener: () => {},
  });
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A view, and all that was ever put into it. */
function open() {
  const shown: unknown[] = [];
  const view: View = {
    model: { get: () => undefined, send: () => {}, on: () => {}, off: () => {} },
    inbox: { pending: [], take: null },
    el: { replaceChildren: (child: unknown) => shown.push(child) } as unknown as HTMLElement,
  };
  return { shown, remove: addView("algebra", view) };
}

it("leaves the stage where it is when another view of the room goes", () => {
  const [older, newer] = [open(), open()];
  older.remove();
  expect(newer.shown).toEqual(["stage"]);
  newer.remove();
});

it("brings the stage to the view before when the one that has it goes", () => {
  const [older, newer] = [open(), open()];
  expect(older.shown).toEqual(["stage", "placeholder"]);
  newer.remove();
  expect(older.shown).toEqual(["stage", "placeholder", "stage"]);
  older.remove();
});

describe("a room whose last view has gone", () => {
  it("waits for a slow kernel's next view", () => {
    open().remove();
    vi.advanceTimersByTime(14_900);
    const next = open();
    expect(next.shown).toEqual(["stage"]);
    next.remove();
    vi.advanceTimersByTime(15_000);
    expect(stages.at(-1)?.unmounted).toBe(true);
  });

  it("waits for 5 s only with an open device, also if it opens meanwhile", () => {
    const view = open();
    const stage = stages.at(-1);
    view.remove();
    vi.advanceTimersByTime(9_000);
    stage?.session.own.set({ microphone: "muted" });
    vi.advanceTimersByTime(4_900);
    expect(stage?.unmounted).toBe(false);
    vi.advanceTimersByTime(100);
    expect(stage?.unmounted).toBe(true);
  });
});
