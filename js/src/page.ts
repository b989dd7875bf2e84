import { effect } from "@preact/signals";
import { speak } from "./lang";
import { Session } from "./session";
import { Stage } from "./ui/stage";

/** The room in a page of its own, which the server has made for it. */
function open(room: string): void {
  const session = new Session(room);
  const stage = new Stage(session);
  stage.host.dataset.page = "";
  document.body.replaceChildren(stage.host);
  addEventListener("pagehide", () => session.leaveRoom());
  session.handover.askOpener();
  effect(() => {
    // It was opened for a call, and the call has gone back.
    if (session.handover.elsewhere.value && session.facts.connection.value === "outside") close();
  });
}

const sheet = new CSSStyleSheet();
sheet.replaceSync("body { margin: 0; }");
document.adoptedStyleSheets = [sheet];
await speak();
open(document.body.dataset.room ?? "");
