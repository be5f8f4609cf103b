// Writes name.br (brotli 11) and name.gz (gzip 9) beside a file, or beside each of a folder that is worth it.
// config.json stays plain: its host edits it.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const worth = /\.(html|js|css|wasm|json|svg|webmanifest)$/;

function compress(path) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) compress(join(path, name));
  } else if (worth.test(path) && basename(path) !== "config.json") {
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

compress(process.argv[2]);
