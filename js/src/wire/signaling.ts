import { explain, quote, type Trouble } from "../common/troubles";
import { Delivery } from "./delivery";
import type { RoomMessage } from "./messages";
import {
  type ClientFrame,
  type ClientMessage,
  type Hello,
  PROTOCOL_VERSION,
  type Problem,
  type ServerFrame,
  type ServerMessage,
} from "./protocol.gen";
import { type Ticket, TicketRefused } from "./server";

// The server pings every 5 s.
const SILENCE = 12_000;
// Somebody who was never let in has no room to come back to: they are told instead.
const FIRST_ATTEMPTS = 4;

// More than a server has ever sent: it has nothing to replay from there, and tells everything anew.
const NOTHING_KNOWN = Number.MAX_SAFE_INTEGER;

const RETRY_STEP = 300;
const RETRY_CAP = 5000;
const RETRY_JITTER = 1000;

const UNAUTHORIZED = 4401;
const REPLACED = 4409;
// Trying again would end the same way.
const FINAL = new Set([4400, UNAUTHORIZED, 4403, REPLACED, 4426, 4429]);
// Somebody who was in already may find the server well again; who comes is told what is wrong.
const FINAL_AT_FIRST = 4500;

export interface SignalingPorts {
  ticket(): Promise<Ticket>;
  /** The name to show to others. */
  name(): string;
  received(message: RoomMessage): void;
  /** The connection is gone and is being made again. */
  lost(): void;
  /** The connection is over for good. */
  ended(trouble: Trouble): void;
}

/** The WebSocket to the room: lost and made again as often as it takes, with nothing lost or doubled. */
export class Signaling {
  private readonly delivery = new Delivery();
  private socket: WebSocket | null = null;
  private welcomed = false;
  private everWelcomed = false;
  private attempt = 0;
  private token: string | null = null;
  private problem: Problem | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  // Each attempt to connect has a number, by which a superseded one notices that it is.
  private current = 0;

  constructor(private readonly ports: SignalingPorts) {}

  /** Begin; with the token of a session in another tab, in its place. */
  open(token: string | null = null): void {
    this.token = token;
    addEventListener("online", this.hurry);
    void this.connect();
  }

  /** What proves one's session to the server. */
  get proof(): string | null {
    return this.token;
  }

  /** Send, now or when the connection is back. */
  send(message: ClientMessage): void {
    const frame = this.delivery.number(message);
    if (this.welcomed) this.transmit(frame);
  }

  /** Leave the room and stop. */
  leave(): void {
    this.send({ type: "leave" });
    this.stop();
  }

  private stop(): void {
    removeEventListener("online", this.hurry);
    this.drop();
  }

  private async connect(): Promise<void> {
    this.drop();
    const attempt = this.current;
    try {
      const ticket = await this.ports.ticket();
      if (attempt === this.current) this.openSocket(ticket);
    } catch (error) {
      if (attempt === this.current) this.refused(error);
    }
  }

  private openSocket({ url, ticket }: Ticket): void {
    const socket = new WebSocket(url);
    this.socket = socket;
    this.problem = null;
    socket.onopen = () => this.transmit(this.delivery.unnumbered(this.hello(ticket)));
    socket.onmessage = ({ data }) => this.receive(JSON.parse(data) as ServerFrame);
    socket.onclose = ({ code }) => this.closed(code);
    this.watch();
  }

  private hello(ticket: string): Hello {
    const seq = this.everWelcomed ? this.delivery.received : NOTHING_KNOWN;
    const resume = this.token === null ? null : { token: this.token, seq };
    return { type: "hello", version: PROTOCOL_VERSION, ticket, name: this.ports.name() || null, resume };
  }

  private transmit(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame, wellFormed));
  }

  private receive(frame: ServerFrame): void {
    this.watch();
    const verdict = this.delivery.receive(frame);
    if (verdict === "gap") this.reconnect();
    if (verdict === "take") this.take(frame.body);
  }

  private take(message: ServerMessage): void {
    if (message.type === "ping") {
      this.transmit(this.delivery.unnumbered({ type: "pong" }));
      return;
    }
    if (message.type === "problem") this.problem = message;
    if (message.type === "credentials") this.token = message.token;
    if (message.type === "welcome") {
      this.token = message.credentials.token;
      this.attempt = 0;
      this.welcomed = this.everWelcomed = true;
      for (const frame of this.delivery.welcomed(message)) this.transmit(frame);
    }
    this.ports.received(message);
  }

  private closed(code: number): void {
    // A session token that is too old is no reason to stay out: the next ticket is a new beginning.
    const stale = code === UNAUTHORIZED && this.token !== null;
    if (stale) this.token = null;
    const final = FINAL.has(code) || (code === FINAL_AT_FIRST && !this.everWelcomed);
    if (final && !stale) this.end(this.reason(code));
    else this.reconnect();
  }

  private reason(code: number): Trouble {
    if (code === REPLACED) return explain("replaced");
    return this.problem ? quote(this.problem, "enter") : explain("ticket-refused");
  }

  private refused(error: unknown): void {
    const refusal =
      error instanceof TicketRefused ? error : new TicketRefused(explain("server-failed"), false);
    if (refusal.final || !this.everWelcomed) this.end(refusal.trouble);
    else this.reconnect();
  }

  private reconnect(): void {
    this.drop();
    if (!this.everWelcomed && this.attempt >= FIRST_ATTEMPTS) {
      this.end(explain("no-connection"));
      return;
    }
    const delay = retryDelay(this.attempt, Math.random());
    this.attempt += 1;
    this.timer = setTimeout(() => void this.connect(), delay);
    if (this.everWelcomed) this.ports.lost();
  }

  private end(trouble: Trouble): void {
    this.stop();
    this.ports.ended(trouble);
  }

  /** The network is back, or is another one: the old connection is of no use, and there is no reason to wait. */
  private readonly hurry = (): void => {
    this.attempt = 0;
    this.reconnect();
  };

  private watch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reconnect(), SILENCE);
  }

  private drop(): void {
    this.current += 1;
    clearTimeout(this.timer);
    this.welcomed = false;
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/** Halves of characters are nothing that UTF-8 can carry: the server would not read the message, and end the session. */
function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\uFFFD") : value;
}

/** Milliseconds to wait before retry number `attempt` (from 0). `random` is in [0, 1): a class comes back spread out. */
export function retryDelay(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  return Math.min(RETRY_STEP * attempt ** 2, RETRY_CAP) + random * RETRY_JITTER;
}
