import { explain, quote, type Trouble } from "../common/troubles";
import { type ErrorReply, PROTOCOL_VERSION, type TicketReply, type TicketRequest } from "./protocol.gen";

/** The Jupyter server that served this page. */
export interface JupyterServer {
  baseUrl: string;
  token: string;
  /** The base of the rooms' own pages; elsewhere than the server where that is one user's on a Hub. */
  pages: string;
}

/** What concerns us of what Jupyter tells its pages. */
interface PageConfig {
  baseUrl?: string;
  token?: string;
  videoroomPages?: string;
}

/** The server would not, or could not, give a ticket. `final`: asking again by itself is of no use. */
export class TicketRefused extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly final: boolean,
  ) {
    super(trouble.what);
  }
}

/** Where to open the socket, and what to show there first. */
export interface Ticket {
  url: string;
  ticket: string;
}

export function findServer(page: Document): JupyterServer | null {
  const config = page.getElementById("jupyter-config-data")?.textContent;
  if (config) {
    const { baseUrl = "/", token = "", videoroomPages: pages = baseUrl } = JSON.parse(config) as PageConfig;
    return { baseUrl, token, pages };
  }
  const attribute = page.body.dataset.baseUrl;
  if (!attribute) return null;
  const baseUrl = decodeURI(attribute);
  return { baseUrl, token: "", pages: baseUrl };
}

/** Jupyter's own page does not change, and its settings are long. */
let here: JupyterServer | null | undefined;

function thisServer(): JupyterServer | null {
  if (here === undefined) here = findServer(document);
  return here;
}

function addressOf(path: string): URL {
  return new URL(`${thisServer()?.baseUrl ?? "/"}videoroom/${path}`, location.href);
}

/** The address of a room's own page; null where no Jupyter server has made this one. */
export function pageAddress(room: string): string | null {
  const server = thisServer();
  return server && new URL(`${server.pages}videoroom/room/${encodeURIComponent(room)}`, location.href).href;
}

/** Where the bytes of something that is shown to the room are had. */
export function objectAddress(room: string, id: number): string {
  return addressOf(`api/rooms/${encodeURIComponent(room)}/objects/${id}`).href;
}

/** Ask for a one-time ticket. Raises TicketRefused. */
export async function requestTicket(room: string): Promise<Ticket> {
  const { url, ticket, version } = await askTicket(room, {});
  if (version !== PROTOCOL_VERSION) throw new TicketRefused(explain("wrong-version"), true);
  const socket = new URL(url, location.href);
  socket.protocol = socket.protocol.replace("http", "ws");
  return { url: socket.href, ticket };
}

/** A ticket for somebody who is not this page. */
export interface ForeignTicket {
  /** Just as the server gives it. */
  reply: TicketReply;
  /** The server's address, as this page knows it. */
  base: string;
}

/** Ask for a ticket for a kernel of one's own. Raises TicketRefused. */
export async function requestKernelTicket(room: string): Promise<ForeignTicket> {
  const reply = await askTicket(room, { kind: "kernel" });
  return { reply, base: new URL(thisServer()?.baseUrl ?? "/", location.href).href };
}

async function askTicket(room: string, request: Partial<TicketRequest>): Promise<TicketReply> {
  const server = thisServer();
  if (server === null) throw new TicketRefused(explain("no-jupyter"), true);
  const address = addressOf(`api/rooms/${encodeURIComponent(room)}/ticket`);
  const reply = await post(address, JSON.stringify(request), proofs(document.cookie, server.token));
  if (!reply.ok) throw await refusal(reply);
  return (await reply.json()) as TicketReply;
}

/** The headers to try, in order. Two servers on one host leave two `_xsrf` cookies, and only one of them is right. */
export function proofs(cookies: string, token: string): Record<string, string>[] {
  const values = [...cookies.matchAll(/(?:^|;\s*)_xsrf=([^;]*)/g)].map(([, value = ""]) => value);
  const headers: Record<string, string>[] = values.map((value) => ({
    "X-XSRFToken": decodeURIComponent(value),
  }));
  if (token) headers.push({ Authorization: `token ${token}` });
  return headers.length > 0 ? headers : [{}];
}

async function post(url: URL, body: string, attempts: Record<string, string>[]): Promise<Response> {
  let reply: Response | undefined;
  for (const headers of attempts) {
    reply = await fetch(url, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", ...headers },
      credentials: "same-origin",
      signal: AbortSignal.timeout(10_000),
    }).catch(() => {
      throw new TicketRefused(explain("unreachable"), false);
    });
    if (reply.status !== 403) break;
  }
  return reply as Response;
}

async function refusal(reply: Response): Promise<TicketRefused> {
  const body = (await reply.json().catch(() => null)) as Partial<ErrorReply> | null;
  const final = [400, 401, 403].includes(reply.status);
  if (body?.code && body.message && body.fix)
    return new TicketRefused(quote(body as ErrorReply, "enter"), final);
  if (reply.status === 404) return new TicketRefused(explain("extension-missing"), false);
  return new TicketRefused(explain(final ? "ticket-refused" : "server-failed"), final);
}
