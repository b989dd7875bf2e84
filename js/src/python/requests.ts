import { explain } from "../common/troubles";
import { words } from "../lang";
import type { NotebookRequest, Session } from "../session";
import { type ForeignTicket, requestKernelTicket, TicketRefused } from "../wire/server";
import { type Inbox, type Model, PAGE, tell } from "./model";
import { Outcomes } from "./outcomes";

/** A request, and the page that it is for. */
export type Addressed = NotebookRequest & { page: string };

/**
 * Does what Python asks of this page, by whatever model it asks. A model whose view was replaced is still asked until
 * Python has heard of the newer one. `before` is called before an outcome is told.
 */
export class Requests {
  private readonly outcomes: Outcomes;
  private readonly unwatch: () => void;
  private closed = false;

  constructor(
    private readonly session: Session,
    private readonly before: () => void,
  ) {
    this.outcomes = new Outcomes(session);
    this.unwatch = session.facts.connection.subscribe((connection) => {
      if (connection === "outside") this.outcomes.left();
    });
  }

  serve(model: Model, inbox: Inbox): void {
    inbox.take = (request) => this.obey(model, request as Addressed);
    for (const request of inbox.pending.splice(0)) inbox.take(request);
  }

  close(): void {
    this.closed = true;
    this.unwatch();
    this.outcomes.close();
  }

  private obey(model: Model, request: Addressed): void {
    if (request.page !== PAGE || this.closed) return;
    if (request.do === "ticket") {
      void kernelTicket(this.session).then((answer) =>
        tell(model, { tell: "ticket", id: request.id, ...answer }),
      );
      return;
    }
    this.outcomes.obey(request, (outcome) => {
      this.before();
      if ("id" in request) tell(model, { tell: "outcome", id: request.id, ...outcome });
    });
  }
}

/** What is told to Python: a ticket, or why there is none. */
type TicketAnswer = ForeignTicket | { error: { what: string; why: string; fix: string } };

/** A ticket for the notebook's kernel. It comes in by this page only where somebody has come in by a click. */
async function kernelTicket({ facts }: Session): Promise<TicketAnswer> {
  const inside = facts.connection.value === "open" || facts.connection.value === "reconnecting";
  if (!inside) return { error: words.python.outside };
  try {
    return await requestKernelTicket(facts.room);
  } catch (error) {
    const { what, why, fix } = error instanceof TicketRefused ? error.trouble : explain("server-failed");
    return { error: { what, why, fix } };
  }
}
