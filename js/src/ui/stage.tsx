import { options, render } from "preact";
import { afterRest } from "../common/rest";
import type { Session } from "../session";
import "./base/theme.css";
import "./base/elements.css";
import "./base/controls.css";
import { applyStyle } from "./base/sheets";
import { Room } from "./room";

// Messages come in bursts: they are taken first, then it is painted.
options.debounceRendering = (paint) => afterRest(paint);

/** The element that shows a session. It moves from view to view, with its pictures going on. */
export class Stage {
  readonly host = document.createElement("div");
  private readonly root = this.host.attachShadow({ mode: "open" });
  private readonly stopStyling: () => void;

  constructor(session: Session) {
    this.host.className = "jupyter-videoroom";
    // Lumino leaves the keys alone while the focus is inside; the rest of the page never sees them.
    this.host.dataset.lmSuppressShortcuts = "true";
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.host.addEventListener(type, (event) => event.stopPropagation());
    }
    this.stopStyling = applyStyle(this.root, window);
    render(<Room session={session} />, this.root);
  }

  /** A video that left the document is paused. */
  resume(): void {
    for (const video of this.root.querySelectorAll<HTMLMediaElement>("video, audio"))
      if (video.paused) void video.play().catch(() => {});
  }

  unmount(): void {
    render(null, this.root);
    this.stopStyling();
    this.host.remove();
  }
}
