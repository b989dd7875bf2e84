import { Component, type ComponentChildren } from "preact";
import { words } from "../../lang";
import type { Session } from "../../session";

interface BoundaryProps {
  session: Pick<Session, "log">;
  /** What stands in its place; a line of words if there is nothing better. */
  instead?: ComponentChildren;
  children: ComponentChildren;
}

/** What cannot be shown is told once, and a line stands in its place: nothing around it ends. */
export class Boundary extends Component<BoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error("Video room: something could not be shown:", error);
    this.props.session.log.note(words.log.notShown(String(error).slice(0, 200)), "error");
  }

  override render({ instead, children }: BoundaryProps) {
    return this.state.broken ? (instead ?? <p class="outcome failed">{words.room.notShown}</p>) : children;
  }
}
