import type { OwnMedia } from "../devices/media";
import { words } from "../lang";
import type { Room } from "../room/room";
import type { Handlers } from "../wire/messages";
import type { ClientMessage } from "../wire/protocol.gen";

/** What comes of rings. */
export interface Calls {
  readonly media: OwnMedia;
  /** Whether this browser can be in a call. If not, the reason is shown. */
  isAble(): boolean;
  /** A ring was answered: the private call with its caller begins. */
  accepted(caller: string): void;
  hangUp(): void;
  /** Offers that were made in advance are dropped. */
  relax(): void;
}

/** What is done about rings: somebody is called, or a ring is answered. The room knows which rings there are. */
export class Ringing {
  /** "Cancel call" was pressed: if the ring is answered all the same, that call is left at once. */
  private cancelling = false;

  readonly handlers: Partial<Handlers> = {
    roster: () => this.closeUnused(),
    joined: () => {
      if (this.cancelling) this.calls.hangUp();
      this.cancelling = false;
    },
    ringing: ({ invite }) => {
      if (this.cancelling) this.send({ type: "cancel", invite });
    },
    incoming: ({ invite }) => this.acceptAutomatically(invite),
    "invite-ended": ({ outcome }) => {
      if (outcome === "accepted") return;
      this.cancelling = false;
      this.closeUnused();
    },
    problem: ({ about }) => {
      if (about === "invite") this.closeUnused();
    },
  };

  constructor(
    private readonly room: Room,
    private readonly send: (message: ClientMessage) => void,
    private readonly calls: Calls,
  ) {}

  call(user: string, name: string): void {
    if (!this.calls.isAble()) return;
    this.ring(user, name);
    const { media } = this.calls;
    void media.begin(media.wanted.now.value);
  }

  /** Python's `call`: it rings, and opens nothing; nor does it show what a preview has opened for oneself alone. */
  callUnattended(user: string, name: string): void {
    this.calls.media.endPreview();
    this.ring(user, name);
    this.room.own.unattended.value = true;
  }

  /** Stop ringing, even if the server has not yet named the ring, or it is being answered at this moment. */
  cancel(): void {
    const ring = this.room.rings.outgoing.value;
    if (!ring) return;
    this.cancelling = true;
    if (ring.invite) this.send({ type: "cancel", invite: ring.invite });
  }

  /** With what a call begins in this room; `camera` false: without that in any case. */
  accept(camera: boolean): void {
    const ring = this.room.rings.incoming.value;
    if (!ring || !this.calls.isAble()) return;
    this.room.rings.incoming.value = null;
    this.room.log.note(words.log.youAccepted(ring.name));
    this.send({ type: "accept", invite: ring.invite });
    this.calls.accepted(ring.caller);
    const { media } = this.calls;
    const wanted = media.wanted.now.value;
    void media.begin({ ...wanted, camera: camera && wanted.camera });
  }

  decline(word: string): void {
    const ring = this.room.rings.incoming.value;
    if (ring) this.send({ type: "decline", invite: ring.invite, word });
  }

  private ring(user: string, name: string): void {
    this.cancelling = false;
    this.room.rings.outgoing.value = { invite: null, name };
    this.room.view.notice.value = "";
    this.send({ type: "invite", to: user });
  }

  private acceptAutomatically(invite: string): void {
    const { rings, facts } = this.room;
    // Two who ring each other are connected by the server.
    const alone = !rings.outgoing.value && !facts.call.value;
    if (rings.autoAccept.value && alone && rings.incoming.value?.invite === invite) this.accept(true);
  }

  /** A ring came to nothing: what was opened for it is closed. */
  private closeUnused(): void {
    const { facts, rings, own } = this.room;
    if (facts.call.value || rings.outgoing.value) return;
    this.calls.relax();
    if (!own.previewing.value) this.calls.media.stop();
    own.unattended.value = false;
  }
}
