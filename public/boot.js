// Starts the app, and speaks for it when it cannot: no WebAssembly, a file that did not arrive, a crash.
// It is a file of its own because the content security policy allows no inline script.

const script = document.querySelector("script[data-wasm]");

// The platform's look as src/shell/theme.rs kept it at the last visit: the first frame has it, too. Below another path of this
// origin the app may be another platform's.
try {
  const base = document.querySelector('meta[name="recourse-base"]')?.content ?? "/";
  const kept = localStorage.getItem("recourse.theme" + (base.endsWith("/") ? base.slice(0, -1) : base));
  if (kept) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(kept);
    document.adoptedStyleSheets = [sheet];
  }
} catch {
  // No storage, or an old browser: the built-in look.
}

/** Replaces the page by a template, in the language in use where it is known. */
function show(id) {
  const shown = document.getElementById(id).content.cloneNode(true);
  const root = document.getElementById("app");
  const languages = [document.documentElement.lang, ...navigator.languages].map((tag) => tag.split("-")[0]);
  // Before the app has chosen a language the page says "fr": the browser's own wish decides then.
  const spoken = root.dataset.started ? languages : languages.slice(1);
  const language = spoken.find((tag) => shown.querySelector(`h1[lang="${tag}"]`)) ?? "fr";
  for (const element of shown.querySelectorAll("[lang]")) {
    if (element.lang !== language) element.remove();
  }
  shown.querySelector("[data-reload]")?.addEventListener("click", () => location.reload());
  root.replaceChildren(shown);
  document.documentElement.lang = language;
  document.querySelector("h1").tabIndex = -1;
  document.querySelector("h1").focus();
}

// Inside another page: its first word may come before the app does, and brings the only way to it. The app judges what it says.
if (window.parent !== window) {
  document.documentElement.dataset.framed = "";
  const hear = (event) => {
    if (event.source !== window.parent || event.ports.length !== 1 || typeof event.data !== "string") return;
    removeEventListener("message", hear);
    document.recourseHello = event;
    document.dispatchEvent(new Event("recourse-hello"));
  };
  addEventListener("message", hear);
}

document.addEventListener("recourse-crash", () => show("crashed"));
// What the panic hook does not see: the memory or the stack is exhausted.
const trapped = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError && show("crashed");
addEventListener("error", (event) => trapped(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason));

/** After so long, in milliseconds, the first screen and what it does not need have come: the worker takes them from the cache. */
const SETTLED = 4000;

/** Keeps this build on the device, so that it starts without a connection. Not within another page, which has its own say. */
function install() {
  const build = document.querySelector('meta[name="recourse-build"]')?.content ?? "__";
  // Unbuilt there is no worker.
  if (build.startsWith("__") || window !== window.top || !("serviceWorker" in navigator)) return;
  // The browser may refuse, or be offline: then everything is as it was without it.
  navigator.serviceWorker.register(new URL("sw.js", import.meta.url)).catch(() => {});
}

if (typeof WebAssembly !== "object") {
  show("cannot-run");
} else {
  import(script.dataset.js)
    .then((app) => app.default({ module_or_path: script.dataset.wasm }))
    .then(() => setTimeout(install, SETTLED))
    .catch((error) => {
      console.error(error);
      if (error instanceof WebAssembly.CompileError) show("cannot-run");
      else if (!document.getElementById("app").dataset.started) show("not-loaded");
    });
}
