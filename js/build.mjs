// Builds the bundle into the Python package: entry.js for cells and page.js for the room page, with fixed names, which
// name the hashed and immutable rest.
import { copyFile, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const TARGET = fileURLToPath(new URL("../jupyter_videoroom/static/videoroom/", import.meta.url));
const SOURCES = fileURLToPath(new URL("src/", import.meta.url));
const ENTRIES = { "entry.js": "src/entry.ts", "page.js": "src/page.ts" };
const MAX_GZIP = 52_000;
const WATCH = process.argv.includes("--watch");
const TEN_YEARS = 3650 * 24 * 3600;

/** A style sheet that is imported becomes part of the room's style. */
const css = {
  name: "css",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      const contents = `import { addStyle } from "./ui/base/sheets"; addStyle(${JSON.stringify(code)});`;
      return { contents, resolveDir: SOURCES };
    });
  },
};

// All that both entries need becomes one file, since every part that is loaded later names it, too: esbuild would make
// a file of its own for each combination of parts that share something.
const FIRST_SCREEN = ["./session", "./ui/stage"];

const later = {
  name: "later",
  setup(build) {
    build.onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir }) => {
      if (kind !== "dynamic-import") return null;
      const resolved = await build.resolve(path, { kind: "import-statement", resolveDir });
      return { ...resolved, namespace: "later" };
    });
    build.onLoad({ filter: /.*/, namespace: "later" }, ({ path }) => ({
      contents: [
        ...FIRST_SCREEN.map((name) => `import "${name}";`),
        `export * from ${JSON.stringify(path)};`,
      ].join("\n"),
      resolveDir: SOURCES,
    }));
  },
};

const publish = {
  name: "publish",
  setup(build) {
    build.onEnd(async ({ errors, metafile }) => {
      if (errors.length > 0) return;
      for (const [name, source] of Object.entries(ENTRIES)) await point(name, source, metafile.outputs);
      await copyFile(`${SOURCES}favicon.svg`, `${TARGET}favicon.svg`);
      await removeAllBut(Object.keys(metafile.outputs).map((path) => basename(path)));
    });
  },
};

async function point(name, source, outputs) {
  const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
  const pointer = `export * from "./h/${basename(path)}";\n`;
  await (WATCH ? writeReloading : writeFile)(TARGET + name, pointer);
  await report(name, [...firstScreen(path, outputs)]);
}

/** With what reloads the page at the next build. The old time has the next `make` build what is released. */
async function writeReloading(file, pointer) {
  const client = await readFile(new URL("reload.mjs", import.meta.url), "utf8");
  await writeFile(file, `${pointer}const BUILT = ${JSON.stringify(pointer)};\n${client}`);
  const old = Date.now() / 1000 - TEN_YEARS;
  await utimes(file, old, old);
}

// Last, so that a page that is being loaded during a build finds what its entry names.
async function removeAllBut(names) {
  const old = (await readdir(`${TARGET}h`)).filter((name) => !names.includes(name));
  await Promise.all(old.map((name) => rm(`${TARGET}h/${name}`)));
}

/** A file and all that it needs before it runs. */
function firstScreen(path, outputs, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: next, kind } of outputs[path].imports)
    if (kind === "import-statement") firstScreen(next, outputs, found);
  return found;
}

async function report(name, paths) {
  const files = await Promise.all(paths.map((path) => readFile(path)));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  const gzip = sum(files.map((file) => gzipSync(file, { level: 9 }).length));
  console.log(
    `${name}: ${sum(files.map((file) => file.length))} bytes, ${gzip} gzipped, in ${paths.length} file(s)`,
  );
  if (gzip > MAX_GZIP) throw new Error(`the first screen is over ${MAX_GZIP} bytes gzipped`);
}

const options = {
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: { app: ENTRIES["entry.js"], page: ENTRIES["page.js"] },
  outdir: TARGET,
  entryNames: "h/[name].[hash]",
  chunkNames: "h/[name].[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  metafile: true,
  logLevel: "warning",
  plugins: [css, later, publish],
};

if (WATCH) await (await esbuild.context(options)).watch();
else await esbuild.build(options).catch(() => process.exit(1));
