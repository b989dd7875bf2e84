import { randomId } from "../common/random";

/** What Python calls this page. One kernel may have several, and hears by this which of them it is that tells. */
export const PAGE = randomId();

/** The part of anywidget's model that is used. */
export interface Model {
  get(name: string): unknown;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/** The loader's list of Python's messages: kept until somebody takes them. There is one per model. */
export interface Inbox {
  pending: unknown[];
  take: ((message: unknown) => void) | null;
}

/** Tell Python something, and which page tells it. */
export function tell(model: Model, content: object): void {
  try {
    model.send({ page: PAGE, ...content });
  } catch {
    // The kernel has restarted and the model is dead; the room goes on in the page.
  }
}

/** Tell Python which page this is, so that what its cells ask comes here, also from notebooks without a view. */
export function introduce(model: Model): void {
  tell(model, { tell: "here" });
}
