import { explain } from "../common/troubles";
import { words } from "../lang";
import type { Session } from "../session";
import { type ForeignTicket, requestKernelTicket, TicketRefused } from "../wire/server";

/** What is told to Python: a ticket, or why there is none. */
export type TicketAnswer = ForeignTicket | { error: { what: string; why: string; fix: string } };

/** A ticket for the notebook's kernel. It comes in by this page only where somebody has come in by a click. */
export async function kernelTicket({ facts }: Session): Promise<TicketAnswer> {
  const inside = facts.connection.value === "open" || facts.connection.value === "reconnecting";
  if (!inside) return { error: words.python.outside };
  try {
    return await requestKernelTicket(facts.room);
  } catch (error) {
    const { what, why, fix } = error instanceof TicketRefused ? error.trouble : explain("server-failed");
    return { error: { what, why, fix } };
  }
}
