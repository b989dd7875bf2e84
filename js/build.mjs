// Builds the bundle into the Python package: a fixed entry.js, which names the hashed and immutable rest.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const TARGET = fileURLToPath(new URL("../jupyter_videoroom/static/videoroom/", import.meta.url));
const MAX_GZIP = 60 * 1024;

const css = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

const publish = {
  name: "publish",
  setup(build) {
    build.onEnd(async ({ errors, metafile }) => {
      if (errors.length > 0) return;
      const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint);
      await writeFile(`${TARGET}entry.js`, `export * from "./h/${basename(path)}";\n`);
      await removeAllBut(Object.keys(metafile.outputs).map((path) => basename(path)));
      await report(Object.keys(metafile.outputs));
    });
  },
};

// Last, so that a page that is being loaded during a build finds what its entry names.
async function removeAllBut(names) {
  const old = (await readdir(`${TARGET}h`)).filter((name) => !names.includes(name));
  await Promise.all(old.map((name) => rm(`${TARGET}h/${name}`)));
}

async function report(paths) {
  const files = await Promise.all(paths.map((path) => readFile(path)));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  const gzip = sum(files.map((file) => gzipSync(file, { level: 9 }).length));
  console.log(`${sum(files.map((file) => file.length))} bytes, ${gzip} gzipped, in ${paths.length} file(s)`);
  if (gzip > MAX_GZIP) throw new Error(`the bundle is over ${MAX_GZIP} bytes gzipped`);
}

const options = {
  entryPoints: [fileURLToPath(new URL("src/entry.ts", import.meta.url))],
  outdir: TARGET,
  entryNames: "h/app.[hash]",
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
  plugins: [css, publish],
};

if (process.argv.includes("--watch")) await (await esbuild.context(options)).watch();
else await esbuild.build(options).catch(() => process.exit(1));
