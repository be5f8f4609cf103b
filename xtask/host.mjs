// The page of another site with the complaint centre in it: `node host.mjs APP_ORIGIN PORT`. It ends with whoever started it.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [app, port] = process.argv.slice(2);
const folder = new URL("host/", import.meta.url);
const files = { "/": ["index.html", "text/html"], "/host.css": ["host.css", "text/css"], "/host.js": ["host.js", "text/javascript"] };
// Its own files, and of the app the script and the frame: nothing else.
const policy = `default-src 'none'; script-src 'self' ${app}; style-src 'self'; frame-src ${app}; base-uri 'none'; form-action 'none'`;

const server = createServer((request, response) => {
  const [file, type] = files[new URL(request.url, "http://localhost").pathname] ?? [];
  if (!file) return response.writeHead(404).end();
  const text = readFileSync(new URL(file, folder), "utf8").replaceAll("__APP__", app);
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy });
  response.end(text);
});
server.on("error", (error) => {
  console.error(`The example page is not there: ${error.message}`);
  process.exit(1);
});
server.listen(Number(port), "localhost", () => console.log(`A help article with the complaint centre in it: http://localhost:${port}`));

const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000);
