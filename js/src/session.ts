import { batch, signal } from "@preact/signals";
import { Calling } from "./call/calling";
import { cleanName, fetchInside } from "./call/loading";
import { restBriefly } from "./common/rest";
import { explain, type Trouble } from "./common/troubles";
import { words } from "./lang";
import { Arrangement } from "./layout/arrangement";
import { Away } from "./room/away";
import { type Addressee, Chat } from "./room/chat";
import { Handover, type SessionState } from "./room/handover";
import { Outputs } from "./room/outputs";
import { Reactions } from "./room/reactions";
import { Room } from "./room/room";
import { dispatch, type Feature, type RoomMessage } from "./wire/messages";
import type { ClientMessage } from "./wire/protocol.gen";
import { requestTicket, type Ticket, type TicketRefused } from "./wire/server";
import { Signaling } from "./wire/signaling";

/** What Python may ask of the page. */
export type NotebookRequest =
  | { do: "call"; id: string; user: string }
  | { do: "ticket"; id: string }
  | { do: "say"; id: string; text: string; to: Addressee | null }
  | { do: "hang-up" }
  | { do: "leave" };

/** One page's session in one room: the place where signaling, calls and what is shown meet. */
export class Session {
  readonly facts: Room["facts"];
  readonly rings: Room["rings"];
  readonly own: Room["own"];
  readonly view: Room["view"];
  readonly log: Room["log"];
  readonly status: Room["status"];
  readonly calling: Calling;
  readonly ringing: Calling["ringing"];
  readonly media: Calling["media"];
  readonly streams: Calling["streams"];
  readonly demands: Calling["demands"];
  readonly consents: Calling["consents"];
  readonly chat: Chat;
  readonly outputs: Outputs;
  readonly reactions: Reactions;
  /** What a screen reader is told. */
  readonly announcement = signal("");
  readonly arrangement: Arrangement;
  readonly handover: Handover;
  /** The room's own come first: what is done about a message sees the room as it is after it. */
  readonly features: readonly Feature[];
  private readonly room: Room;
  private readonly away: Away;
  private signaling: Signaling | null = null;
  private readonly listeners = new Set<(message: RoomMessage) => void>();
  private unfollow: (() => void) | null = null;

  constructor(name: string) {
    const send = (message: ClientMessage) => this.send(message);
    const room = new Room(name);
    const calling = new Calling(room, send);
    this.room = room;
    ({ facts: this.facts, rings: this.rings, own: this.own } = room);
    ({ view: this.view, log: this.log, status: this.status } = room);
    this.calling = calling;
    ({ ringing: this.ringing, media: this.media, consents: this.consents } = calling);
    ({ streams: this.streams, demands: this.demands } = calling);
    this.chat = new Chat(send);
    this.outputs = new Outputs(name);
    this.reactions = new Reactions(room.facts, send);
    this.away = new Away(room.facts, send);
    this.arrangement = new Arrangement(room);
    this.handover = new Handover(room.facts, {
      state: () => this.state(),
      takeOver: (state, newest) => void this.takeOver(state, newest),
      release: () => this.stop(),
      isConnected: (participant) => this.streams.isConnected(participant),
    });
    this.features = [
      // Their offer comes next, or this side's goes out.
      { handlers: { "member-joined": restBriefly } },
      ...room.features,
      ...calling.features,
      this.chat,
      this.outputs,
      this.reactions,
      this.away,
    ];
  }

  /** Enter the room: present and available, with no camera. */
  enter(name: string): void {
    if (this.facts.connection.value !== "outside") return;
    this.begin(name).open();
  }

  leaveRoom(): void {
    if (this.signaling) this.log.note(words.log.youLeftRoom);
    this.signaling?.leave();
    this.stop();
  }

  rename(name: string): void {
    const cleaned = cleanName(name);
    if (!cleaned || cleaned === this.facts.displayName.value) return;
    this.facts.displayName.value = cleaned;
    this.send({ type: "rename", name: cleaned });
  }

  /** What Python asks. It can do nothing in a room that nobody has entered by a click. */
  obey(request: NotebookRequest): void {
    if (this.facts.connection.value === "outside") return;
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
    this.view.trouble.value = null;
    if (remedy === "enter") this.enter(this.facts.displayName.value);
    if (remedy === "parts") this.view.partsWanted.value += 1;
    if (remedy === "devices") void this.media.tryAgain();
  }

  private begin(name: string): Signaling {
    this.facts.displayName.value = cleanName(name);
    this.view.trouble.value = null;
    this.facts.connection.value = "entering";
    this.signaling = new Signaling({
      ticket: () => this.admission(),
      name: () => this.facts.displayName.value,
      received: (message) => this.receive(message),
      lost: () => {
        if (this.facts.connection.value === "open") this.log.note(words.log.connectionLost, "error");
        this.facts.connection.value = "reconnecting";
      },
      ended: (trouble) => this.ended(trouble),
    });
    this.away.watch();
    return this.signaling;
  }

  /** Somebody who is let in may be called at once, and is told what goes on. */
  private async admission(): Promise<Ticket> {
    const [ticket, { follow }] = await Promise.all([requestTicket(this.facts.room), fetchInside()]);
    const { room, chat, reactions, announcement } = this;
    const report = (trouble: ClientMessage) => this.send(trouble);
    this.unfollow ??= follow({ room, chat, reactions, announcement, report });
    return ticket;
  }

  /** What another tab may go on with. Two that are both on their way to the server would only replace each other. */
  private state(): SessionState | null {
    const { facts, rings, own } = this.room;
    const token = this.signaling?.proof;
    if (!token || facts.connection.value !== "open") return null;
    const { camera, microphone, screen } = own.now.value;
    return {
      token,
      name: facts.displayName.value,
      autoAccept: rings.autoAccept.value,
      call: facts.call.value,
      microphone,
      camera,
      screen: screen !== null,
      ...this.consents.answers,
      draft: this.chat.draft.value,
      to: this.chat.to.value,
    };
  }

  /** Go on with what was begun in another tab, where it goes on until the devices are open here. */
  private async takeOver(state: SessionState, askAgain: () => Promise<SessionState | null>): Promise<void> {
    if (this.facts.connection.value !== "outside") return;
    const signaling = this.begin(state.name);
    await fetchInside().catch(({ trouble }: TicketRefused) => {
      if (this.signaling === signaling) this.ended(trouble);
    });
    if (this.signaling !== signaling) return;
    await this.calling.takeOver(state);
    const newest = await askAgain();
    if (this.signaling !== signaling) return;
    if (newest) await this.adopt(newest);
    else this.stop();
    if (newest && this.signaling === signaling) signaling.open(newest.token);
  }

  private async adopt(state: SessionState): Promise<void> {
    const { signaling } = this;
    this.facts.displayName.value = state.name;
    this.rings.autoAccept.value = state.autoAccept;
    this.chat.draft.value = state.draft;
    this.chat.to.value = state.to;
    await this.calling.catchUp(state);
    if (this.signaling !== signaling) return;
    if (state.call && state.screen && !this.view.trouble.value) this.view.complain(explain("sharing-moved"));
  }

  private callUser(user: string): void {
    if (this.status.state.value !== "available") return;
    const name = this.facts.rows.value.find((row) => row.user === user)?.name ?? user;
    this.ringing.callUnattended(user, name);
  }

  private hangUp(): void {
    this.ringing.cancel();
    this.calling.hangUp();
  }

  private send(message: ClientMessage): void {
    this.signaling?.send(message);
  }

  private receive(message: RoomMessage): void {
    if (this.calling.isStale(message.type)) return;
    for (const { handlers } of this.features) batch(() => dispatch(handlers, message));
    for (const listener of this.listeners) listener(message);
  }

  private ended(trouble: Trouble): void {
    if (trouble.code === "replaced" && this.handover.takenOver()) {
      this.signaling = null;
      return;
    }
    this.stop();
    this.view.complain(trouble);
  }

  private stop(): void {
    this.away.dispose();
    this.signaling = null;
    this.calling.end();
    this.room.clear();
    this.chat.left();
  }

  /** The room is left, and gone from the page. */
  dispose(): void {
    this.leaveRoom();
    this.unfollow?.();
    for (const feature of this.features) feature.dispose?.();
  }
}
