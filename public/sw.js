// The service worker: it keeps the files of exactly one build, and answers with them, also without a connection. What the
// API says never lies here. `cargo xtask build` fills in which build this is and which files it has, and minifies it.

const BUILD = "__BUILD__";
const FILES = new Set(__FILES__);

const SCOPE = registration.scope;
const ROOT = new URL(SCOPE).pathname;
// Two apps on one origin, each below its own path, keep theirs apart.
const OWN = `recourse-app:${ROOT}:`;
const CACHE = OWN + BUILD;
const SHARED = `recourse-shared:${ROOT}`;
/** Notes in the cache of a build when it was put to use. Nothing asks for such an address. */
const USED = `${SCOPE}?used`;
// Compression and CORS make no other files of them.
const ANY = { ignoreVary: true };
/** Such a name says what is in the file, wherever it lies in a build. */
const HASHED = /^(later\/|locales\/)?[\w-]+-[0-9a-f]{8,}(_bg)?\.\w+$/;
/** How the paths of screens begin (core/src/route.rs). Whatever else lies below the path of the app, nobody but the server answers
 * for it: the backend, other sites, the same app below a longer path. */
const SCREENS =
  /^(articles|complaint|contact|hand-over|help|me|mediation|mediation-request|messages|more|problem|reports|sent|sign-in|t|verify)?(\/|$)/;
/** A server that does not answer for so long, in milliseconds, is one that we do without. */
const PATIENCE = 3000;

/** The page itself is kept as the folder: some servers lead away from index.html. */
const place = (file) => (file === "index.html" ? SCOPE : new URL(file, SCOPE).href);
const buildOf = (page) => page.match(/<meta name="recourse-build" content="([^"]*)"/)?.[1];
/** Many servers give the page for a file that they do not have: it is not taken for the file. */
const isPage = (answer) => (answer.headers.get("content-type") ?? "").startsWith("text/html");
const isWhole = (answer) => answer.ok && !answer.redirected;

addEventListener("install", (event) => event.waitUntil(install()));

/** All files, or none. A deployment that is half done is tried again with the next update. */
async function install() {
  const page = await fetch(SCOPE, { cache: "reload" });
  if (!isWhole(page) || buildOf(await page.clone().text()) !== BUILD) throw new Error(`the page is not of build ${BUILD}`);
  const cache = await caches.open(CACHE);
  try {
    await cache.put(SCOPE, page);
    await Promise.all([...FILES].filter((file) => file !== "index.html").map((file) => keep(cache, file)));
  } catch (fault) {
    if (!(await cache.match(USED))) await caches.delete(CACHE);
    throw fault;
  }
}

async function keep(cache, file) {
  const url = place(file);
  const hashed = HASHED.test(file);
  // What the build before has, too, is not fetched again.
  const known = hashed && (await caches.match(url, ANY));
  const answer = known || (await fetch(url, { cache: hashed ? "default" : "reload" }));
  if (isWhole(answer) && !isPage(answer)) return cache.put(url, answer);
  // The app does without it.
  if (file !== "config.json") throw new Error(`${file}: ${answer.status}`);
}

addEventListener("activate", (event) => event.waitUntil(activate()));

/** The build that was in use until now stays: open pages are still of it. What is older goes. */
async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OWN));
  const used = new Map();
  for (const name of names) {
    const note = await (await caches.open(name)).match(USED);
    if (note && name !== CACHE) used.set(name, Number(await note.text()));
  }
  const before = [...used.keys()].sort((a, b) => used.get(b) - used.get(a))[0];
  // Names stand in the order in which the caches were made: an unused one behind this one is just being filled.
  const isOld = (name, at) => name !== CACHE && name !== before && (used.has(name) || at < names.indexOf(CACHE));
  await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
  await (await caches.open(CACHE)).put(USED, new Response(String(Date.now())));
  await clients.claim();
}

addEventListener("message", (event) => {
  // Only the partner decides when a new version takes over.
  if (event.data === "activate") skipWaiting();
  if (event.data === "build") event.source.postMessage({ build: BUILD });
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || !url.pathname.startsWith(ROOT)) return;
  const path = url.pathname.slice(ROOT.length);
  if (request.method === "POST" && path === "share") return event.respondWith(share(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (SCREENS.test(path)) event.respondWith(screen(event));
  } else if (!url.search && path === "config.json") {
    event.respondWith(config(event, url.href));
  } else if (!url.search && path !== "index.html" && (FILES.has(path) || HASHED.test(path))) {
    event.respondWith(file(request, url.href));
  }
});

/** Each screen is the same page. */
async function screen(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SCOPE, ANY);
  if (!kept) return fetch(event.request);
  // Who may frame the app is up to the server, now.
  if (event.request.destination !== "document") return fetch(event.request).catch(() => kept);
  event.waitUntil(refresh(cache));
  return kept;
}

/** The server writes the platform's name into the page, and sends headers with it: they may change without a new build. */
async function refresh(cache) {
  const page = await fetch(SCOPE, { cache: "no-cache" }).catch(() => null);
  if (page && isWhole(page) && buildOf(await page.clone().text()) === BUILD) await cache.put(SCOPE, page);
}

/** The host's own file: as it is now, or as it was last. */
async function config(event, url) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(url, ANY);
  const asked = fetch(event.request).then(async (answer) => {
    if (isWhole(answer) && !isPage(answer)) await cache.put(url, answer.clone());
    return answer.status < 500 ? answer : (kept ?? answer);
  });
  if (!kept) return asked;
  event.waitUntil(asked.catch(() => null));
  return Promise.race([asked.catch(() => kept), new Promise((late) => setTimeout(late, PATIENCE, kept))]);
}

/** From this build, from the one before that an open page may be of, or from the server. */
async function file(request, url) {
  const names = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
  for (const name of [CACHE, ...names]) {
    const kept = await (await caches.open(name)).match(url, ANY);
    if (kept) return kept;
  }
  return fetch(request);
}

const SHARED_FILES = 10;
const SHARED_BYTES = 25_000_000;
const SHARED_LETTERS = 5_000;

/** What another app shares waits here until a new technical problem takes it: the last that was shared. */
async function share(request) {
  try {
    const form = await request.formData();
    await caches.delete(SHARED);
    const cache = await caches.open(SHARED);
    const texts = ["title", "text", "url"].map((name) => form.get(name)).filter((text) => typeof text === "string" && text);
    await cache.put(`${SCOPE}shared/text`, new Response([...new Set(texts)].join("\n").slice(0, SHARED_LETTERS)));
    const isPicture = (file) => file instanceof File && /^image\/(png|jpeg|webp)$/.test(file.type);
    let [number, bytes] = [0, 0];
    for (const file of form.getAll("files").filter(isPicture).slice(0, SHARED_FILES)) {
      bytes += file.size;
      if (bytes > SHARED_BYTES) break;
      const headers = { "content-type": file.type, "x-name": encodeURIComponent(file.name) };
      await cache.put(`${SCOPE}shared/${number++}`, new Response(file, { headers }));
    }
    return Response.redirect(`${SCOPE}problem?shared=1`, 303);
  } catch {
    // No room for it: it can be attached by hand.
    return Response.redirect(`${SCOPE}problem`, 303);
  }
}

// On a locked screen anybody can read it: nothing about whom or what.
const WORDS = {
  fr: ["Du nouveau dans votre dossier", "Ouvrez-le pour lire la suite."],
  en: ["There is news on your case", "Open it to read on."],
};

addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json() ?? {};
  } catch {
    // Something has to be shown all the same, or the browser does it, or takes the permission back.
  }
  const ticket = typeof told.ticket === "string" && /^[\w.~-]{1,128}$/.test(told.ticket) ? told.ticket : "";
  const language = String(told.language ?? navigator.language).split("-")[0];
  const lang = language in WORDS ? language : "en";
  const [title, body] = WORDS[lang];
  const icon = new URL("icons/icon-192.png", SCOPE).href;
  const options = { body, lang, icon, tag: ticket, renotify: ticket !== "", data: ticket };
  event.waitUntil(Promise.all([registration.showNotification(title, options), navigator.setAppBadge?.().catch(() => null)]));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const ticket = event.notification.data;
  event.waitUntil(open(SCOPE + (ticket ? `t/${ticket}` : "messages")));
});

async function open(address) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((client) => client.url.split(/[?#]/)[0] === address);
  return there ? there.focus() : clients.openWindow(address);
}
