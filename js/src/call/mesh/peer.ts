import { randomId } from "../../common/random";
import type { Demand, SignalPayload } from "../../wire/protocol.gen";
import { type Flow, type LinkState, SOURCES, type Source } from "../engine";
import type { Share } from "./budget";
import { Encodings } from "./encodings";
import { Negotiation } from "./negotiation";
import { FIRST_PICTURE, Receiving, type ReceivingPorts, SUCCESSION } from "./receiving";
import { flowIn, isNear, type Place } from "./report";
import { MICROPHONE, preferredCodecs, SLOTS } from "./slots";

// A disconnection often heals by itself within moments.
const DISCONNECTED_FOR = 3_000;
// As long as Chromium looks for a way.
const RECOVERY = 15_000;
// The side that does not begin anew lets go of its connection before the other one does: it would insist on an offer that
// was lost, or wait for its browser.
const EARLIER = 1_000;

// Older than this, a measured level is of a sound that has ended.
const SILENCE = 500;

// When a way is looked at that has seemed far so far.
const LOOKS = [0, 1_000, 2_000, 4_000, 8_000];

export interface PeerPorts extends ReceivingPorts {
  createConnection(): RTCPeerConnection;
  configuration(): RTCConfiguration;
  /** What to send, by slot. */
  tracks(): readonly (MediaStreamTrack | null)[];
  /** Whether it is a kernel, whatever it may read. */
  kernel(): boolean;
  /** Whether a kernel reads what is sent. */
  arrays(): boolean;
  send(connection: string, payload: SignalPayload): void;
  /** How high the peer's pictures are shown here. */
  wanted(): Demand;
  /** The kernel is near, or is not any more. */
  moved(): void;
}

/**
 * The media to and from one peer: which RTCPeerConnection counts, and what happens when it fails.
 *
 * The side that offers first names the connection. An offer of another name is a new beginning of the other side; while
 * media flows, the old connection stays until the new one brings its own.
 */
export class PeerLink {
  /** In a collision of offers, whether this side gives way. */
  polite = true;
  /** Whether it is a kernel on this machine or in this network. */
  near = false;
  private negotiation: Negotiation | null = null;
  private receiving: Receiving | null = null;
  /** The connection before, and what comes by it, until the present one brings its own. */
  private predecessor: Negotiation | null = null;
  private receivingBefore: Receiving | null = null;
  private closed = false;
  private queue: Promise<void> = Promise.resolve();
  private everConnected = false;
  private encodings: Encodings;
  private share: Share | null = null;
  /** What the peer was told last of how high their pictures are shown here. */
  private told = "";
  /** It was said that no way is to be found. */
  private givenUp = false;
  private recovering = false;
  private report: Promise<RTCStatsReport> | null = null;
  private disconnectedTimer: ReturnType<typeof setTimeout> | undefined;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private growth: ReturnType<typeof setTimeout> | undefined;
  private succession: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ports: PeerPorts) {
    this.encodings = new Encodings(ports.arrays);
  }

  /** Whether media flows. */
  get live(): boolean {
    return this.negotiation?.pc.connectionState === "connected";
  }

  /** How loud the other side is at this moment, from 0 to 1. */
  get level(): number {
    // The question alone would hold up a connection that is being made.
    if (!this.live || this.ports.listens()) return 0;
    const receiver = this.negotiation?.pc.getTransceivers()[MICROPHONE]?.receiver;
    const [latest] = receiver?.getSynchronizationSources() ?? [];
    const stale = !latest || performance.timeOrigin + performance.now() - latest.timestamp > SILENCE;
    return stale ? 0 : (latest.audioLevel ?? 0);
  }

  /** Begin, or begin anew, as the side that offers. */
  offer(): void {
    if (this.closed) return;
    const negotiation = this.replace(randomId(), true);
    const direction = this.direction;
    for (const kind of SLOTS) {
      const transceiver = negotiation.pc.addTransceiver(kind, { direction });
      transceiver.setCodecPreferences(preferredCodecs(kind));
    }
    void this.sendTracks();
    // The event that asks for it would come only after the page has been painted.
    void negotiation.offer();
  }

  /** What they may send has changed: take it from now on, or nothing any more. */
  admit(): void {
    if (this.ports.listens())
      for (const receiving of [this.receiving, this.receivingBefore]) receiving?.end();
    for (const transceiver of transceiversOf(this.negotiation).slice(0, SLOTS.length))
      if (transceiver.direction !== "stopped") transceiver.direction = this.direction;
  }

  /** A signal of the other side; they are taken one after the other. */
  receive(connection: string, payload: SignalPayload): Promise<void> {
    this.queue = this.queue.then(() => this.take(connection, payload));
    return this.queue;
  }

  /** Send what is to be sent now: never a new offer. */
  async sendTracks(): Promise<void> {
    this.tune();
    await this.replaceTracks();
  }

  /** How much of one's uplink the peer gets. */
  allot(share: Share | null): void {
    this.share = share;
    this.tune();
  }

  /** Tell the peer how high their pictures are shown. Until the first pictures are here, that is no news to act on. */
  tellWanted(): void {
    const { negotiation } = this;
    if (!negotiation || !this.live) return;
    const wanted = this.ports.wanted();
    const told = JSON.stringify(wanted);
    if (told !== this.told) this.ports.send(negotiation.id, wanted);
    this.told = told;
  }

  /** What comes of a source, or goes out of one's own. Several who ask at once share one report. */
  async measure(source: Source, direction: Place["direction"]): Promise<Flow | null> {
    const place = this.placeOf(source, direction);
    if (!this.negotiation || !place) return null;
    this.report ??= this.negotiation.pc.getStats().finally(() => {
      this.report = null;
    });
    return flowIn(await this.report, place);
  }

  /** The other side is there: media flows in time, or it is begun anew. Offers that nobody hears of yet have all time. */
  expect(): void {
    if (!this.closed && !this.live) this.limit();
  }

  /** For good: nothing that is still on its way brings it back. */
  close(): void {
    this.closed = true;
    this.drop();
  }

  private drop(): void {
    this.settle();
    clearTimeout(this.growth);
    this.closePredecessor();
    this.receiving?.end();
    this.negotiation?.close();
    this.negotiation = null;
  }

  private placeOf(source: Source, direction: Place["direction"]): Place | null {
    const slot = SOURCES.indexOf(source);
    if (slot >= 0) return { direction, mid: String(slot) };
    const track = this.receiving?.trackOf(source);
    return track ? { direction, trackIdentifier: track.id } : null;
  }

  private async take(connection: string, payload: SignalPayload): Promise<void> {
    const current = this.negotiation;
    if (this.closed || payload.type === "demand") return;
    const begins = current?.id !== connection;
    const isOffer = payload.type === "description" && payload.kind === "offer";
    const oursWins = current?.unanswered && !this.polite;
    if (begins && (!isOffer || oursWins)) return;
    const negotiation = begins ? this.replace(connection, false) : current;
    if (begins) this.expect();
    await negotiation.receive(payload).catch(() => this.recover(negotiation));
    // Behind the answer, for which the browser's threads would have to wait; nothing is sent before it has come.
    if (begins) this.tune();
  }

  private replace(id: string, offers: boolean): Negotiation {
    const succeeds = this.live;
    if (succeeds) this.retire();
    else this.drop();
    this.encodings = new Encodings(this.ports.arrays);
    this.told = "";
    const pc = this.ports.createConnection();
    const negotiation: Negotiation = new Negotiation(id, pc, offers, {
      polite: () => this.polite,
      send: (payload) => this.ports.send(id, payload),
      answering: () => this.answering(negotiation),
    });
    this.negotiation = negotiation;
    pc.onconnectionstatechange = () => this.stateChanged(negotiation);
    this.receiving = new Receiving(pc, this.ports);
    if (!succeeds) this.tellLink(this.everConnected ? "weak" : "connecting");
    return negotiation;
  }

  private tellLink(state: LinkState): void {
    this.ports.emit({ type: "link", participant: this.ports.participant, state });
  }

  /** The connection goes on as it is, and has no more to say. */
  private retire(): void {
    this.settle();
    clearTimeout(this.growth);
    this.closePredecessor();
    this.predecessor = this.negotiation;
    this.receivingBefore = this.receiving;
    this.predecessor?.silence();
    this.succession = setTimeout(() => this.closePredecessor(), SUCCESSION);
  }

  private closePredecessor(): void {
    clearTimeout(this.succession);
    this.receivingBefore?.end();
    this.receivingBefore = null;
    this.predecessor?.close();
    this.predecessor = null;
  }

  /** What is not sent any more is not sent by the connection before, either. */
  private async withdraw(tracks: readonly (MediaStreamTrack | null)[]): Promise<void> {
    const { predecessor } = this;
    const over = sendersOf(predecessor).filter(({ track }) => track && !tracks.includes(track));
    await predecessor?.outcome(Promise.all(over.map((sender) => sender.replaceTrack(null))));
  }

  private answering(negotiation: Negotiation): void {
    for (const [slot, transceiver] of negotiation.pc.getTransceivers().entries()) {
      if (slot < SLOTS.length) transceiver.direction = this.direction;
      // Only kernels publish more than the four.
      else if (this.ports.listens() || !this.ports.kernel()) transceiver.direction = "inactive";
    }
    this.replaceTracks().catch(() => this.recover(negotiation));
  }

  private get direction(): RTCRtpTransceiverDirection {
    return this.ports.listens() ? "sendonly" : "sendrecv";
  }

  private async replaceTracks(): Promise<void> {
    const tracks = this.ports.tracks();
    const { negotiation } = this;
    const replaced = sendersOf(negotiation).map(async (sender, slot) => {
      const track = tracks[slot] ?? null;
      if (sender.track !== track) await sender.replaceTrack(track);
    });
    await Promise.all([negotiation?.outcome(Promise.all(replaced)), this.withdraw(tracks)]);
  }

  private tune(): void {
    this.encodings.apply(sendersOf(this.negotiation), this.ports.tracks(), this.share);
  }

  private stateChanged(negotiation: Negotiation): void {
    const { connectionState } = negotiation.pc;
    if (connectionState === "connected") this.connected(negotiation);
    if (connectionState === "disconnected") {
      this.tellLink("weak");
      clearTimeout(this.disconnectedTimer);
      this.disconnectedTimer = setTimeout(() => this.recover(negotiation), DISCONNECTED_FOR);
    }
    if (connectionState === "failed") {
      this.tellLink("weak");
      // Chromium has looked for 15 s.
      if (!this.everConnected) this.giveUp();
      this.recover(negotiation);
    }
  }

  private connected(negotiation: Negotiation): void {
    this.everConnected = true;
    this.givenUp = false;
    this.settle();
    clearTimeout(this.growth);
    this.growth = setTimeout(() => this.grow(), FIRST_PICTURE);
    this.tellLink("connected");
    this.tellWanted();
    if (this.ports.kernel()) void this.seeWhetherNear(negotiation.pc);
  }

  /** Look at the way a few times: a kernel that is busy answers late at times, and never too early. */
  private async seeWhetherNear(pc: RTCPeerConnection): Promise<void> {
    let near = false;
    for (const wait of LOOKS) {
      if (wait > 0) await pause(wait);
      near = isNear(await pc.getStats());
      if (pc !== this.negotiation?.pc) return;
      if (near) break;
    }
    if (near === this.near) return;
    this.near = near;
    this.ports.moved();
  }

  /** The first pictures are through: send them as the camera takes them. */
  private grow(): void {
    this.encodings.grow();
    void this.sendTracks();
  }

  /** Look for another path; if none is found in time, begin anew. */
  private recover(negotiation: Negotiation): void {
    // What goes wrong with a connection that does not count any more is of no interest.
    if (negotiation !== this.negotiation || this.recovering) return;
    this.recovering = true;
    negotiation.pc.setConfiguration(this.ports.configuration());
    negotiation.pc.restartIce();
    this.limit();
  }

  private limit(): void {
    this.deadline ??= setTimeout(() => this.rebuild(), this.polite ? RECOVERY : RECOVERY - EARLIER);
  }

  private rebuild(): void {
    this.settle();
    if (!this.live) this.giveUp();
    // Both sides beginning anew would only collide.
    if (this.polite) this.offer();
    else if (!this.live) this.drop();
    this.expect();
  }

  /** Say that there is no way, and go on looking for one. */
  private giveUp(): void {
    const { participant, emit } = this.ports;
    if (!this.givenUp) emit({ type: "unreachable", participant });
    this.givenUp = true;
  }

  private settle(): void {
    clearTimeout(this.disconnectedTimer);
    clearTimeout(this.deadline);
    this.deadline = undefined;
    this.recovering = false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function sendersOf(negotiation: Negotiation | null): RTCRtpSender[] {
  return transceiversOf(negotiation).map(({ sender }) => sender);
}

function transceiversOf(negotiation: Negotiation | null): RTCRtpTransceiver[] {
  return negotiation?.pc.getTransceivers() ?? [];
}
