// An independent tus server (npm @tus/server), for other people's origins. Folder and port come as arguments.
import { createRequire } from "node:module";
import path from "node:path";

const [tools, folder] = process.argv.slice(2);
const require = createRequire(path.join(tools, "package.json"));
const load = async (name) => import(require.resolve(name));
const { Server } = await load("@tus/server");
const { FileStore } = await load("@tus/file-store");

const server = new Server({
  path: "/files",
  datastore: new FileStore({ directory: folder }),
  relativeLocation: true,
});
const listening = server.listen({ host: "127.0.0.1", port: 0 }, () => {
  console.log(`tus listens on http://127.0.0.1:${listening.address().port}/files`);
});
