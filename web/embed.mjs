// Turns the files of a vite build into two sources of the program: assets.S, which includes their bytes and
// their gzip and brotli forms, and assets.cpp, the table of them.
//
//   node embed.mjs DIST OUT [LICENCE…]
//
// The licences of what came with the page's packages are served beside it.
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

const [dist, out, ...licences] = process.argv.slice(2);
if (!dist || !out) {
  console.error("usage: node embed.mjs DIST OUT [LICENCE…]");
  process.exit(2);
}

const files = readdirSync(join(dist, "assets"))
  .sort()
  .map((file) => ({ file, bytes: readFileSync(join(dist, "assets", file)) }));
if (licences.length > 0) {
  const text = licences.map((path) => readFileSync(path, "utf8").trim()).join("\n\n----\n\n");
  const bytes = Buffer.from(text + "\n");
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 8);
  files.push({ file: `licences-${hash}.txt`, bytes });
}

mkdirSync(out, { recursive: true });
const assembly = ["// Written by web/embed.mjs.", '.section .note.GNU-stack,"",%progbits', ".section .rodata"];
const table = [];
const include = (symbol, bytes) => {
  writeFileSync(join(out, `${symbol}.bin`), bytes);
  assembly.push(`.global errdex_${symbol}`, `errdex_${symbol}: .incbin "${join(out, `${symbol}.bin`)}"`);
  return `{errdex_${symbol}, ${bytes.length}}`;
};

const symbols = [];
files.forEach(({ file, bytes }, number) => {
  const extension = extname(file);
  const type = types[extension];
  if (!type) throw new Error(`${file}: embed.mjs knows no content type for ${extension}`);
  const name = basename(file).replace(/-[A-Za-z0-9_-]{8}(\.[a-z0-9]+)$/, "$1");
  const forms = [["plain", bytes]];
  // Fonts are compressed already.
  if (extension !== ".woff2") {
    forms.push(["gzip", gzipSync(bytes, { level: 9 })]);
    forms.push(["brotli", brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })]);
  }
  const views = forms.map(([form, content]) => {
    if (form !== "plain" && content.length >= bytes.length) return "{}";
    const symbol = `asset_${number}_${form}`;
    symbols.push(`extern const char errdex_${symbol}[];`);
    return include(symbol, content);
  });
  while (views.length < 3) views.push("{}");
  table.push(`    {"${name}", "/assets/${file}", "${type}", ${views.join(", ")}},`);
});

writeFileSync(join(out, "assets.S"), assembly.join("\n") + "\n");
writeFileSync(
  join(out, "assets_table.cpp"),
  `// Written by web/embed.mjs.
#include <array>

#include "page/assets.hpp"

extern "C" {
${symbols.join("\n")}
}

namespace errdex::page {
namespace {

const std::array<asset, ${table.length}> all{{
${table.join("\n")}
}};

}  // namespace

std::span<const asset> assets() noexcept { return all; }

}  // namespace errdex::page
`,
);
