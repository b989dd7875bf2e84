import { effect, type Signal, signal } from "@preact/signals";
import { pageAddress } from "../wire/server";
import type { Addressee } from "./chat";
import type { Facts } from "./facts";
import type { CallView, Microphone } from "./model";
import { inCall } from "./people";

/** All that another tab needs in order to go on in one's place. It goes from page to page and never into an address. */
export interface SessionState {
  token: string;
  name: string;
  autoAccept: boolean;
  call: CallView | null;
  microphone: Microphone;
  camera: boolean;
  /** Whether a screen is shared, which no other tab can go on with. */
  screen: boolean;
  /** What is being typed, and for whom. */
  draft: string;
  to: Addressee | null;
  /** The kernels that were allowed to see and hear one. */
  consents: readonly string[];
  /** The users whose kernels were not. */
  refused: readonly string[];
}

/** What two tabs say to each other: give me your session; here it is; I am there; I have left the room. */
type Word = { do: "ask" } | { do: "give"; state: SessionState | null } | { do: "taken" } | { do: "gone" };

/** What a page that was opened says to the one that opened it, with a port to talk through. */
interface Greeting {
  videoroom: string;
}

interface HandoverPorts {
  /** One's session; null if there is none to give away. */
  state(): SessionState | null;
  /** Go on with it here. Devices take their time to open: `newest` tells what became of the session meanwhile. */
  takeOver(state: SessionState, newest: () => Promise<SessionState | null>): void;
  /** The other tab has taken over: everything here ends. */
  release(): void;
  /** Whether media flows to and from somebody. */
  isConnected(participant: string): boolean;
}

// Somebody who has connected is seen by the others a moment later.
const GO_ON_FOR = 1_000;
// A tab that took over and does not say that it is there: media has no way to it, or it is gone.
const DEADLINE = 10_000;
const ANSWER = 3_000;
// A page that takes longer to be there was opened for something else.
const OPENING = 60_000;
// Peers that cannot be reached from the new tab are no reason to send from both for ever.
const CONNECTING = 5_000;

/** The session in a room moves between two tabs of one browser, and with it the call. */
export class Handover {
  /** What is in another tab now. */
  readonly elsewhere: Signal<"call" | "room" | null> = signal(null);
  /** The browser opened no tab. */
  readonly blocked = signal(false);
  private port: MessagePort | null = null;
  /** The tab that was opened here, if the browser tells. */
  private tab: Window | null = null;
  private answered: ((state: SessionState | null) => void) | null = null;
  /** What the other tab may take over at any moment. */
  private given: SessionState | null = null;
  /** It has taken it over; media still flows from here. */
  private replaced = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unfollow = () => {};

  constructor(
    private readonly facts: Facts,
    private readonly ports: HandoverPorts,
  ) {}

  /** Open the room's page, which asks for the session as soon as it is there. */
  openTab(): void {
    const address = pageAddress(this.facts.room);
    if (!address) return;
    addEventListener("message", this.greeted);
    this.tab = open(address, "_blank");
    this.blocked.value = this.tab === null;
    // The link that is shown instead of a blocked tab may be pressed at any time.
    if (this.tab) setTimeout(() => removeEventListener("message", this.greeted), OPENING);
  }

  /** Ask the tab that opened this one, if one did. */
  askOpener(): void {
    if (!opener) return;
    const { port1, port2 } = new MessageChannel();
    this.listen(port1);
    const greeting: Greeting = { videoroom: this.facts.room };
    (opener as Window).postMessage(greeting, location.origin, [port2]);
    this.say({ do: "ask" });
  }

  bringBack(): void {
    this.say({ do: "ask" });
    this.wait(ANSWER, () => this.forget());
  }

  /** The socket has been taken over. If it was by the other tab, media goes on here until it flows there. */
  takenOver(): boolean {
    if (!this.given) return false;
    this.replaced = true;
    this.wait(DEADLINE, () => this.handOver());
    return true;
  }

  private readonly greeted = (event: MessageEvent<Partial<Greeting> | null>): void => {
    const { origin, source, data, ports } = event;
    const [port] = ports;
    if (this.tab && source !== this.tab) return;
    if (origin !== location.origin || data?.videoroom !== this.facts.room || !port) return;
    // One click moves it once: a reload of that tab does not.
    removeEventListener("message", this.greeted);
    this.blocked.value = false;
    this.listen(port);
  };

  private listen(port: MessagePort): void {
    this.port?.close();
    this.port = port;
    port.onmessage = ({ data }: MessageEvent<Word>) => this.hear(data);
  }

  private say(word: Word): void {
    this.port?.postMessage(word);
  }

  private hear(word: Word): void {
    if (word.do === "ask") this.give();
    if (word.do === "give") this.receive(word.state);
    if (word.do === "taken") this.handOver();
    if (word.do === "gone") this.forget();
  }

  private give(): void {
    this.given = this.ports.state();
    this.say({ do: "give", state: this.given });
  }

  private receive(state: SessionState | null): void {
    if (this.answered) this.answered(state);
    else this.take(state);
  }

  /** The session as it is now; null if there is none any more. A tab that is gone has said all that it had to say. */
  private ask(known: SessionState): Promise<SessionState | null> {
    return new Promise((resolve) => {
      this.answered = (state) => {
        clearTimeout(silence);
        this.answered = null;
        resolve(state);
      };
      const silence = setTimeout(() => this.answered?.(known), ANSWER);
      this.say({ do: "ask" });
    });
  }

  private take(state: SessionState | null): void {
    this.forget();
    if (!state) return;
    this.ports.takeOver(state, () => this.ask(state));
    this.unfollow = follow(
      this.facts,
      this.ports,
      () => this.say({ do: "taken" }),
      () => this.say({ do: "gone" }),
    );
  }

  private handOver(): void {
    if (!this.replaced) return;
    this.unfollow();
    this.elsewhere.value = this.given?.call ? "call" : "room";
    this.wait(GO_ON_FOR, () => this.release());
  }

  /** Nothing is in the other tab any more. */
  private forget(): void {
    this.release();
    this.elsewhere.value = null;
  }

  private release(): void {
    clearTimeout(this.timer);
    this.unfollow();
    if (this.replaced) this.ports.release();
    this.replaced = false;
    this.given = null;
  }

  private wait(milliseconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, milliseconds);
  }
}

/** Tell when one has arrived in the room, and in its call, and when one has left again. Returns how to stop. */
function follow(facts: Facts, ports: HandoverPorts, arrived: () => void, left: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tell: (() => void) | null = arrived;
  const arrive = () => {
    tell?.();
    tell = null;
  };
  const stop = effect(() => {
    const connection = facts.connection.value;
    const connected = isConnected(facts, ports);
    if (connection === "open") timer ??= setTimeout(arrive, CONNECTING);
    if (connected) arrive();
    if (connection === "outside") left();
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Whether media flows to and from everybody in one's call. */
function isConnected({ me, you, people }: Facts, ports: HandoverPorts): boolean {
  const call = me.value?.call ?? null;
  const others = call === null ? [] : inCall(people.value, call, you.value);
  return me.value !== null && others.every(({ id }) => ports.isConnected(id));
}
