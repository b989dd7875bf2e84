import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";

// From the bottom up: a part knows those below it, and none above. What the wire says is generated, and known to all.
const LAYERS = [
  ["wire/protocol.gen"],
  ["lang/"],
  ["common/"],
  ["wire/"],
  ["room/"],
  ["devices/"],
  ["call/"],
  ["layout/"],
  ["session"],
  ["python/"],
  ["ui/"],
  ["placeholder", "registry"],
  ["entry", "page"],
];
const PARTS = ["lobby", "call", "panel"].map((part) => `ui/${part}/`);

const root = new URL("../src", import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.tsx?$/.test(path),
);
const layerOf = (path: string) => LAYERS.findIndex((names) => names.some((name) => path.startsWith(name)));

/** What a file imports of the other sources, as paths without an ending. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  const specifiers = [...text.matchAll(/(?:from |import |import\()"(\.[^"]*)"/g)].map(
    ([, name = ""]) => name,
  );
  return specifiers
    .filter((name) => !/\.(css|svg)$/.test(name))
    .map((name) => normalize(join(dirname(path), name)));
}

it.each(sources.filter((path) => !path.endsWith(".d.ts")))("%s knows only what is below it", (path) => {
  const layer = layerOf(path);
  expect(layer).toBeGreaterThanOrEqual(0);
  const layers = importsOf(path).map((name) => layerOf(`${name}/`));
  expect(Math.max(-1, ...layers)).toBeLessThanOrEqual(layer);
  expect(layers).not.toContain(-1);
});

it.each(sources.filter((path) => path.startsWith("ui/base/")))("%s knows no part of the room", (path) => {
  expect(importsOf(path).filter((name) => PARTS.some((part) => name.startsWith(part)))).toEqual([]);
});

/** The first way by imports from a file back to itself that is found, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): string[] | null => {
    const at = way.indexOf(name);
    if (at >= 0) return [...way.slice(at), name];
    if (done.has(name)) return null;
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...way, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return null;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return null;
}

it("has no files that import each other, neither types nor what is loaded later", () => {
  const modules = sources.map((path) => [path.replace(/\.tsx?$/, ""), importsOf(path)] as const);
  const graph = new Map(modules.map(([name, imports]) => [name.replace(/\/index$/, ""), imports]));
  expect([...graph.keys()]).toEqual(expect.arrayContaining([...graph.values()].flat()));
  expect(findCycle(graph)).toBeNull();
});

it("finds a cycle", () => {
  const graph = new Map([
    ["a", ["b", "d"]],
    ["b", ["c"]],
    ["c", ["b"]],
    ["d", []],
  ]);
  expect(findCycle(graph)).toEqual(["b", "c", "b"]);
});

it("reads the imports of a file", () => {
  expect(importsOf("session.ts")).toContain("call/calling");
});
