import { signal } from "@preact/signals";
import { Calling } from "./call/calling";
import { cleanName, fetchInside, partsOfCalls } from "./call/loading";
import { restBriefly } from "./common/rest";
import { explain, type Trouble } from "./common/troubles";
import { words } from "./lang";
import { Arrangement } from "./layout/arrangement";
import { type Addressee, Chat } from "./room/chat";
import { Handover, type Stay } from "./room/handover";
import { Outputs } from "./room/outputs";
import { Reactions } from "./room/reactions";
import { Store } from "./room/store";
import { dispatch, type RoomMessage } from "./wire/messages";
import type { ClientMessage, Reaction } from "./wire/protocol.gen";
import { requestTicket, type Ticket, type TicketRefused } from "./wire/server";
import { Signaling } from "./wire/signaling";

/** What Python may ask of the page. */
export type NotebookRequest =
  | { do: "call"; id: string; user: string }
  | { do: "ticket"; id: string }
  | { do: "say"; id: string; text: string; to: Addressee | null }
  | { do: "hang-up" }
  | { do: "leave" };

/** One page's stay in one room: the place where signaling, calls and what is shown meet. */
export class Session {
  readonly store: Store;
  readonly calling: Calling;
  readonly chat: Chat;
  readonly outputs: Outputs;
  readonly reactions = new Reactions();
  /** What a screen reader is told. */
  readonly announcement = signal("");
  readonly arrangement: Arrangement;
  readonly handover: Handover;
  private signaling: Signaling | null = null;
  private readonly listeners = new Set<(message: RoomMessage) => void>();
  private toldAway = false;
  private unfollow: (() => void) | null = null;

  constructor(readonly room: string) {
    this.store = new Store(room);
    this.calling = new Calling(this.store, (message) => this.send(message), partsOfCalls);
    this.chat = new Chat((message) => this.send(message));
    this.outputs = new Outputs(room);
    this.arrangement = new Arrangement(this.store);
    this.handover = new Handover(this.store, {
      stay: () => this.stay(),
      takeOver: (stay, newest) => void this.takeOver(stay, newest),
      release: () => this.stop(),
      isConnected: (participant) => this.calling.streams.isConnected(participant),
    });
  }

  /** Enter the room: present and available, with no camera. */
  enter(name: string): void {
    if (this.store.connection.value !== "outside") return;
    this.begin(name).open();
  }

  leaveRoom(): void {
    if (this.signaling) this.store.note(words.log.youLeftRoom);
    this.signaling?.leave();
    this.stop();
  }

  rename(name: string): void {
    const cleaned = cleanName(name);
    if (!cleaned || cleaned === this.store.displayName.value) return;
    this.store.displayName.value = cleaned;
    this.send({ type: "rename", name: cleaned });
  }

  raiseHand(raised: boolean): void {
    this.send({ type: "hand", raised });
  }

  react(reaction: Reaction): void {
    this.send({ type: "react", reaction });
  }

  /** What Python asks. It can do nothing in a room that nobody has entered by a click. */
  obey(request: NotebookRequest): void {
    if (this.store.connection.value === "outside") return;
    if (request.do === "call") this.callUser(request.user);
    if (request.do === "hang-up") this.hangUp();
    if (request.do === "leave") this.leaveRoom();
  }

  /** Hear what the server says, after it was taken in. Returns how to stop. */
  listen(listener: (message: RoomMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a "Try again" does. */
  tryAgain({ remedy }: Trouble): void {
    this.store.trouble.value = null;
    if (remedy === "enter") this.enter(this.store.displayName.value);
    if (remedy === "parts") this.store.partsWanted.value += 1;
    if (remedy === "devices") void this.calling.media.tryAgain();
  }

  private begin(name: string): Signaling {
    this.store.displayName.value = cleanName(name);
    this.store.trouble.value = null;
    this.store.connection.value = "entering";
    this.signaling = new Signaling({
      ticket: () => this.admission(),
      name: () => this.store.displayName.value,
      received: (message) => this.receive(message),
      lost: () => {
        if (this.store.connection.value === "open") this.store.note(words.log.connectionLost, "error");
        this.store.connection.value = "reconnecting";
      },
      ended: (trouble) => this.ended(trouble),
    });
    document.addEventListener("visibilitychange", this.tellAway);
    return this.signaling;
  }

  /** Whoever is let in may be called at once, and is told what goes on. */
  private async admission(): Promise<Ticket> {
    const [ticket, { follow }] = await Promise.all([requestTicket(this.room), fetchInside()]);
    const { store, chat, reactions, announcement } = this;
    const report = (trouble: ClientMessage) => this.send(trouble);
    this.unfollow ??= follow({ store, chat, reactions, announcement, report });
    return ticket;
  }

  /** What another tab may go on with. Two that are both on their way to the server would only replace each other. */
  private stay(): Stay | null {
    const { displayName, autoAccept, call, own, connection } = this.store;
    const token = this.signaling?.proof;
    if (!token || connection.value !== "open") return null;
    const { camera, microphone, screen } = own.value;
    return {
      token,
      name: displayName.value,
      autoAccept: autoAccept.value,
      call: call.value,
      microphone,
      camera,
      screen: screen !== null,
      ...this.calling.consents.stay,
      draft: this.chat.draft.value,
      to: this.chat.to.value,
    };
  }

  /** Go on with what was begun in another tab, where it goes on until the devices are open here. */
  private async takeOver(stay: Stay, askAgain: () => Promise<Stay | null>): Promise<void> {
    if (this.store.connection.value !== "outside") return;
    const signaling = this.begin(stay.name);
    await fetchInside().catch(({ trouble }: TicketRefused) => {
      if (this.signaling === signaling) this.ended(trouble);
    });
    if (this.signaling !== signaling) return;
    await this.calling.takeOver(stay);
    const newest = await askAgain();
    if (this.signaling !== signaling) return;
    if (newest) await this.adopt(newest);
    else this.stop();
    if (newest && this.signaling === signaling) signaling.open(newest.token);
  }

  private async adopt(stay: Stay): Promise<void> {
    const { signaling } = this;
    this.store.displayName.value = stay.name;
    this.store.autoAccept.value = stay.autoAccept;
    this.chat.draft.value = stay.draft;
    this.chat.to.value = stay.to;
    await this.calling.catchUp(stay);
    if (this.signaling !== signaling) return;
    if (stay.call && stay.screen && !this.store.trouble.value) this.store.complain(explain("sharing-moved"));
  }

  private callUser(user: string): void {
    if (this.store.state.value !== "available") return;
    const name = this.store.rows.value.find((row) => row.user === user)?.name ?? user;
    this.calling.callUnattended(user, name);
  }

  private hangUp(): void {
    this.calling.cancel();
    this.calling.hangUp();
  }

  private send(message: ClientMessage): void {
    this.signaling?.send(message);
  }

  private receive(message: RoomMessage): void {
    if (this.calling.isStale(message.type)) return;
    // Their offer comes next, or this side's goes out.
    if (message.type === "member-joined") restBriefly();
    // The store's reducers come first: what is done about a message sees the room as it is after it.
    this.store.receive(message);
    dispatch(this.calling.consents.handlers, message);
    dispatch(this.calling.handlers, message);
    dispatch(this.calling.engineHandlers, message);
    dispatch(this.chat.handlers, message);
    dispatch(this.outputs.handlers, message);
    dispatch(this.reactions.handlers, message);
    for (const listener of this.listeners) listener(message);
    if (message.type === "roster") this.toldAway = this.store.me.value?.state === "away";
    if (message.type === "roster" || message.type === "call-left") this.tellAway();
  }

  private ended(trouble: Trouble): void {
    if (trouble.code === "replaced" && this.handover.takenOver()) {
      this.signaling = null;
      return;
    }
    this.stop();
    this.store.complain(trouble);
  }

  private stop(): void {
    document.removeEventListener("visibilitychange", this.tellAway);
    this.signaling = null;
    this.calling.end();
    this.store.clearRoom();
    this.chat.left();
  }

  private readonly tellAway = (): void => {
    const away = document.hidden && !this.store.call.value;
    if (away === this.toldAway) return;
    this.toldAway = away;
    this.send({ type: "away", away });
  };

  /** The room is left, and gone from the page. */
  dispose(): void {
    this.leaveRoom();
    this.unfollow?.();
    this.calling.media.dispose();
  }
}
