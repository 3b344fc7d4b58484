// After Trunk: pre-compresses what is served, holds the sizes against the budget, and leaves what is not needed out.
import { readFileSync, writeFileSync, rmSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";

const site = process.env.TRUNK_STAGING_DIR ?? "target/site";
// Bytes, compressed with brotli: script and Wasm of the settings page together, and the style.
const budget = { code: 90 * 1024, style: 12 * 1024 };

const served = readdirSync(site).filter((name) => /\.(js|wasm|css)$/.test(name));
const sizes = {};
for (const name of served) {
  const content = readFileSync(join(site, name));
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  writeFileSync(join(site, `${name}.br`), brotli);
  writeFileSync(join(site, `${name}.gz`), gzipSync(content, { level: 9 }));
  sizes[name] = { raw: content.length, brotli: brotli.length };
}
rmSync(join(site, "index.html"), { force: true });

const sum = (pattern) =>
  Object.entries(sizes).filter(([name]) => pattern.test(name)).reduce((total, [, size]) => total + size.brotli, 0);
const found = { code: sum(/\.(js|wasm)$/), style: sum(/\.css$/) };
writeFileSync(join(site, "sizes.json"), JSON.stringify({ found, budget, files: sizes }, null, 2) + "\n");
console.log(`script and Wasm ${found.code} of ${budget.code} bytes, style ${found.style} of ${budget.style} (brotli)`);
for (const kind of ["code", "style"]) {
  if (found[kind] === 0) throw new Error(`no ${kind} was built`);
  if (found[kind] > budget[kind]) throw new Error(`${kind} is ${found[kind]} bytes, over its budget of ${budget[kind]}`);
}
