import { speak } from "./lang";
import { type Inbox, introduce, type Model } from "./python/model";
import { addView } from "./registry";
import { PROTOCOL_VERSION } from "./wire/protocol.gen";

/** What the loader compares with its own. */
export const protocol = PROTOCOL_VERSION;

export interface Attachment {
  model: Model;
  inbox: Inbox;
  el: HTMLElement;
  /** Aborted when the view goes; older versions of anywidget have none. */
  signal?: AbortSignal;
}

export { introduce };

/** Show the room in a view of its widget. Returns how to take it away again. */
export function attach({ model, inbox, el, signal }: Attachment): () => void {
  const remove = addView(String(model.get("name")), { model, inbox, el });
  signal?.addEventListener("abort", remove);
  return remove;
}

// The loader waits for this module, so that nothing is shown in another language before.
await speak();
