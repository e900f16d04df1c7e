// Puts the libraries that the pages use into ../static/vendor, small enough to be served, each with its licence.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const vendor = here("../static/vendor/");
const packages = here("node_modules/");

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await copyFile(`${packages}htmx.org/dist/htmx.min.js`, `${vendor}htmx.min.js`);
await copyFile(`${packages}cytoscape/dist/cytoscape.min.js`, `${vendor}cytoscape.min.js`);
const made = await build({
  entryPoints: [here("editor.js")],
  outfile: `${vendor}editor.min.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});

const inside = Object.keys(made.metafile.inputs)
  .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
  .filter(Boolean);
const notices = await Promise.all([...new Set(["htmx.org", "cytoscape", ...inside])].sort().map(notice));
await writeFile(`${vendor}LICENSES.txt`, notices.join("\n\n"));

async function notice(name) {
  const { version, license } = JSON.parse(await readFile(`${packages}${name}/package.json`, "utf8"));
  const file = (await readdir(packages + name)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? await readFile(`${packages}${name}/${file}`, "utf8") : "";
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
