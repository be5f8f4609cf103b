// The service worker's script by itself: a message comes, its notice is tapped. Says what was shown, focused and opened.
// Arguments: the script, and how things stand: { scope, message, windows }.

import { readFile } from "node:fs/promises";
import vm from "node:vm";

const [script, told] = process.argv.slice(2);
const { scope, message, windows } = JSON.parse(told);
const done = { shown: null, closed: false, focused: null, opened: null, asked: null };
const listeners = {};
const open = windows.map((url) => ({ url, focus: async () => (done.focused = url) }));

const worker = {
  addEventListener: (name, listener) => (listeners[name] = listener),
  registration: { scope, showNotification: async (title, options) => (done.shown = { title, options }) },
  clients: {
    matchAll: async (which) => ((done.asked = which), open),
    openWindow: async (url) => (done.opened = url),
  },
  navigator: { language: "en-GB" },
  location: new URL("sw.js", scope),
  URL,
};
vm.runInNewContext(await readFile(script, "utf8"), worker);

/** Sends an event, and waits for what it waits for. */
async function happens(name, event) {
  const waits = [];
  listeners[name]({ ...event, waitUntil: (promise) => waits.push(promise) });
  await Promise.all(waits);
}

await happens("push", { data: { json: () => JSON.parse(message) } });
const notification = { ...done.shown.options, close: () => (done.closed = true) };
await happens("notificationclick", { notification });
console.log(JSON.stringify(done));
