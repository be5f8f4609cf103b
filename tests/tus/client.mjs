// An independent tus client (npm tus-js-client): sends a file in small pieces, breaks off half way, and goes on.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const [tools, endpoint, file, type] = process.argv.slice(2);
const require = createRequire(path.join(tools, "package.json"));
const { Upload } = require("tus-js-client");
const bytes = readFileSync(file);

const send = (url, until) =>
  new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint,
      uploadUrl: url,
      chunkSize: 256 * 1024,
      retryDelays: [],
      headers: { "x-recourse": "1" },
      metadata: { filename: path.basename(file), filetype: type },
      onChunkComplete: (_size, accepted) => {
        if (accepted >= until) upload.abort().then(() => resolve(upload.url), reject);
      },
      onError: reject,
      onSuccess: () => resolve(upload.url),
    });
    upload.start();
  });

const half = await send(null, bytes.length / 2);
console.log(`uploaded ${await send(half, Infinity)}`);
