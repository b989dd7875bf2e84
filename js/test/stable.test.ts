import { effect, signal } from "@preact/signals";
import { expect, it } from "vitest";
import { stable } from "../src/common/stable";

it("a list is another one only when other elements are in it, or in another order", () => {
  const source = signal([{ key: "a" }, { key: "b" }]);
  const list = stable(
    () => source.value,
    ({ key }) => key,
  );
  const seen: unknown[] = [];
  effect(() => void seen.push(list.value));
  source.value = [{ key: "a" }, { key: "b" }];
  expect(seen).toHaveLength(1);
  source.value = [{ key: "b" }, { key: "a" }];
  source.value = [{ key: "b" }];
  expect(seen).toEqual([[{ key: "a" }, { key: "b" }], [{ key: "b" }, { key: "a" }], [{ key: "b" }]]);
});
