import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addView, type View } from "../src/registry";

// Where a view puts its stage needs no page; what is on it does.
vi.mock("../src/ui/stage", () => ({
  Stage: class {
    readonly host = "stage";
    resume(): void {}
    unmount(): void {}
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
