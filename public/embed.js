// <recourse-centre>: the complaint centre inside another site's page. One tag, no dependency, no global but the element.
// docs/embed.md and embed.d.ts describe it. The host's page needs no more than script-src and frame-src for this origin.

const HOME = new URL(".", import.meta.url);
const VERSION = 1;
/** The frame grows with its content from here up to the height of the host's window (px). */
const LEAST = 320;
/** The app has so long (ms) to stand; after that the link shows, too. */
const PATIENCE = 12000;
/** So far (px) from the view it begins to load. */
const NEAR = "600px";
const TOKENS = ["accent", "accent-dark", "paper", "paper-dark", "surface", "surface-dark", "ink", "ink-dark", "radius", "font"];
const LINKED = ["topic", "subtopic", "property", "country"];
const PATHS = { complaint: "complaint", problem: "problem", mediation: "mediation-request", contact: "contact", messages: "messages" };
const WORDS = {
  fr: ["Centre de réclamation", "Ouvrir le centre de réclamation dans un onglet", "Le centre de réclamation ne s’est pas ouvert ici."],
  en: ["Complaint centre", "Open the complaint centre in a tab", "The complaint centre did not open here."],
};

// Adopted sheets and a shadow root: the host's styles stay out, and its policy for styles has nothing to say.
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; }
  :host([hidden]) { display: none; }
  div { all: initial; display: block; font: 1rem/1.5 system-ui, sans-serif; }
  p { all: unset; display: block; padding: 1rem; color: CanvasText; background: Canvas; }
  p[hidden], iframe[hidden] { display: none; }
  a { color: LinkText; }
  iframe { display: block; inline-size: 100%; block-size: ${LEAST}px; border: 0; }
`);

class RecourseCentre extends HTMLElement {
  static observedAttributes = ["lang", "scheme", "flow", "closable", ...LINKED, ...TOKENS];
  #frame = null;
  #port = null;
  #note = document.createElement("p");
  #said = document.createElement("span");
  #link = document.createElement("a");
  #near = null;
  #timer = 0;
  #height = 0;
  #identity = null;
  #prefill = null;
  #told = false;
  #place = document.createElement("div");
  #fit = () => {
    // At least what is there now, at most what the host's window shows; beyond that the app scrolls inside.
    if (this.#frame && this.#height) {
      this.#frame.style.blockSize = `${Math.max(LEAST, Math.min(this.#height, innerHeight))}px`;
    }
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [STYLE];
    this.#link.target = "_blank";
    this.#link.rel = "noopener";
    this.#note.append(this.#said, " ", this.#link);
    this.#place.append(this.#note);
    root.append(this.#place);
    // Set before this script came.
    for (const name of ["identity", "prefill"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  /** A function that gives a signed JWT, or a promise of one. It is asked at each load and when the session has run out. */
  get identity() {
    return this.#identity;
  }
  set identity(ask) {
    this.#identity = typeof ask === "function" ? ask : null;
    this.#tellOptions();
  }

  /** What the page knows of the partner: { name, email, phone, company }. */
  get prefill() {
    return this.#prefill;
  }
  set prefill(known) {
    this.#prefill = known && typeof known === "object" ? known : null;
    this.#tellOptions();
  }

  connectedCallback() {
    this.#word();
    addEventListener("resize", this.#fit);
    this.#near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#load(), { rootMargin: NEAR });
    this.#near.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("resize", this.#fit);
    clearTimeout(this.#timer);
    this.#near.disconnect();
    this.#port?.close();
    this.#frame?.remove();
    this.#frame = this.#port = null;
    this.#height = 0;
    this.#note.hidden = false;
  }

  attributeChangedCallback() {
    this.#word();
    this.#tellOptions();
  }

  get #language() {
    return this.closest("[lang]")?.lang || "";
  }

  /** The link to the full page, in the page's language, to the same place. */
  #word(hasFailed = false) {
    const words = WORDS[this.#language.split("-")[0]] ?? WORDS.en;
    const to = new URL(PATHS[this.getAttribute("flow")] ?? (this.hasAttribute("topic") ? PATHS.contact : ""), HOME);
    for (const name of LINKED) {
      if (this.hasAttribute(name)) to.searchParams.set(name, this.getAttribute(name));
    }
    this.#link.href = to.href;
    this.#link.textContent = words[1];
    this.#said.textContent = hasFailed ? words[2] : "";
    if (this.#frame) this.#frame.title = words[0];
  }

  #load() {
    this.#near.disconnect();
    if (this.#frame) return;
    const frame = document.createElement("iframe");
    this.#frame = frame;
    this.#word();
    // The app waits for the first word where the frame has this name; a reload inside keeps it.
    frame.name = "recourse-centre";
    frame.allow = "clipboard-write; display-capture";
    frame.addEventListener("load", () => this.#greet(frame));
    frame.src = HOME.href;
    this.#place.append(frame);
    this.#timer = setTimeout(() => {
      // The browser's own page about what went wrong says nothing to a partner.
      frame.hidden = true;
      this.#note.hidden = false;
      this.#word(true);
    }, PATIENCE);
  }

  /** At each load, a reload inside included: a new port, for the app's origin alone. */
  #greet(frame) {
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event) => this.#hear(event.data);
    frame.contentWindow.postMessage(this.#options("hello"), HOME.origin, [port2]);
  }

  #options(type) {
    const values = (names) => {
      const set = names.filter((name) => this.hasAttribute(name));
      return Object.fromEntries(set.map((name) => [name, this.getAttribute(name)]));
    };
    return JSON.stringify({
      v: VERSION,
      type,
      language: this.#language || undefined,
      ...values(["scheme", "flow", ...LINKED]),
      theme: values(TOKENS),
      prefill: this.#prefill ?? undefined,
      identity: this.#identity !== null,
      closable: this.hasAttribute("closable"),
    });
  }

  /** Several attributes that change in one go are told once. */
  #tellOptions() {
    if (!this.#port || this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      this.#port?.postMessage(this.#options("options"));
    });
  }

  #hear(text) {
    let said;
    try {
      said = JSON.parse(text);
    } catch {
      return;
    }
    if (said?.v !== VERSION) return;
    if (said.type === "identify") return void this.#identify(this.#port);
    const details = {
      ready: () => ({}),
      resized: () => ({ height: +said.height }),
      filed: () => ({ reference: `${said.reference}`, kind: `${said.kind}` }),
      unread: () => ({ count: +said.count }),
      closed: () => ({}),
    };
    if (!Object.hasOwn(details, said.type)) return;
    if (said.type === "ready") {
      clearTimeout(this.#timer);
      this.#note.hidden = true;
      this.#frame.hidden = false;
      this.#word();
    } else if (said.type === "resized" && said.height > 0) {
      this.#height = Math.ceil(said.height);
      this.#fit();
    }
    this.dispatchEvent(new CustomEvent(said.type, { detail: details[said.type]() }));
  }

  async #identify(port) {
    let token = null;
    try {
      token = (await this.#identity?.()) ?? null;
    } catch (error) {
      console.error(error);
    }
    // To whoever has asked: after a reload that is nobody any more.
    port.postMessage(JSON.stringify({ v: VERSION, type: "identity", token }));
  }
}

if (!customElements.get("recourse-centre")) customElements.define("recourse-centre", RecourseCentre);
