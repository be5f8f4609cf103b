/** The complaint centre inside a page. docs/embed.md of Recourse says more. */

/** What the page knows of the partner, to fill the form with. It proves nothing, and the partner may change it. */
export interface RecoursePrefill {
  name?: string;
  email?: string;
  phone?: string;
  company?: string;
}

/** Details of the events. Nothing that the partner types is ever among them. */
export interface RecourseEvents {
  /** The centre stands. After each reload inside it comes again. */
  ready: CustomEvent<Record<string, never>>;
  /** A request has arrived. */
  filed: CustomEvent<{ reference: string; kind: "complaint" | "technical_problem" | "mediation" | "other" }>;
  /** The height of the content in CSS pixels; the element follows it by itself. */
  resized: CustomEvent<{ height: number }>;
  /** So many requests have something unread. */
  unread: CustomEvent<{ count: number }>;
  /** The partner has closed the centre; there is a button for it where the element is `closable`. */
  closed: CustomEvent<Record<string, never>>;
}

/**
 * `<recourse-centre>`.
 *
 * Attributes: `lang` (else that of the page around it), `scheme` (`light`, `dark`), `flow` (`start`, `complaint`, `problem`,
 * `mediation`, `contact`, `messages`), `topic`, `subtopic`, `property`, `country`, `closable`, and the tokens of a theme: `accent`,
 * `accent-dark`, `paper`, `paper-dark`, `surface`, `surface-dark`, `ink`, `ink-dark`, `radius`, `font`.
 */
export interface RecourseCentreElement extends HTMLElement {
  /** Gives a JWT that the platform has signed for who is signed in there. Asked at each load, and when the session has run out. */
  identity: (() => string | null | Promise<string | null>) | null;
  /** Set it before the element comes into view. */
  prefill: RecoursePrefill | null;
  addEventListener<K extends keyof RecourseEvents>(
    type: K,
    listener: (this: RecourseCentreElement, event: RecourseEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "recourse-centre": RecourseCentreElement;
  }
}
