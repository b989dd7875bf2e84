import type { Candidate, Demand, Description, SignalPayload } from "../../wire/protocol.gen";

export interface NegotiationPorts {
  polite(): boolean;
  send(payload: SignalPayload): void;
  /** The other side's offer is in place: say what to send in return. */
  answering(): void;
}

/** Perfect negotiation (WebRTC 1.0, section 10.7) of one RTCPeerConnection. Calls of `receive` must not overlap. */
export class Negotiation {
  private established = false;
  private makingOffer = false;
  private ignoringOffer = false;
  private settingRemoteAnswer = false;
  private early: RTCIceCandidateInit[] = [];
  private end = () => {};
  private readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor(
    readonly id: string,
    readonly pc: RTCPeerConnection,
    private readonly offers: boolean,
    private readonly ports: NegotiationPorts,
  ) {
    pc.onnegotiationneeded = () => void this.offer();
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) ports.send(fromCandidate(candidate));
    };
  }

  /** Whether the very first offer is this side's, and waits for its answer. */
  get unanswered(): boolean {
    return this.offers && !this.established;
  }

  private get closed(): boolean {
    return this.pc.signalingState === "closed";
  }

  async receive(payload: Exclude<SignalPayload, Demand>): Promise<void> {
    const taken =
      payload.type === "description" ? this.describe(payload) : this.addCandidate(toCandidate(payload));
    await this.outcome(taken);
  }

  /** Wait for what the connection was asked for. Once it is closed, browsers never answer. */
  async outcome(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.ended]);
  }

  /** Media goes on as it is, and nobody hears of the connection any more. */
  silence(): void {
    const { pc } = this;
    pc.onconnectionstatechange = pc.onnegotiationneeded = pc.onicecandidate = pc.ontrack = null;
  }

  close(): void {
    this.silence();
    this.pc.close();
    this.end();
  }

  /** Say what this side sends and takes. Once an offer is under way, asking again changes nothing. */
  async offer(): Promise<void> {
    if (this.makingOffer || this.pc.signalingState !== "stable") return;
    this.makingOffer = true;
    try {
      await this.pc.setLocalDescription();
      this.sendDescription();
    } catch (error) {
      if (!this.closed) throw error;
    } finally {
      this.makingOffer = false;
    }
  }

  private async describe({ kind, sdp }: Description): Promise<void> {
    const stable = this.pc.signalingState === "stable" || this.settingRemoteAnswer;
    const collision = kind === "offer" && (this.makingOffer || !stable);
    this.ignoringOffer = collision && !this.ports.polite();
    if (this.ignoringOffer) return;
    this.settingRemoteAnswer = kind === "answer";
    try {
      await this.pc.setRemoteDescription({ type: kind, sdp });
    } finally {
      this.settingRemoteAnswer = false;
    }
    if (this.closed) return;
    this.established = true;
    if (kind === "offer") await this.answer();
    for (const candidate of this.early.splice(0)) await this.addCandidate(candidate);
  }

  private async answer(): Promise<void> {
    this.ports.answering();
    await this.pc.setLocalDescription();
    this.sendDescription();
  }

  private async addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.pc.remoteDescription === null) {
      this.early.push(candidate);
      return;
    }
    try {
      await this.pc.addIceCandidate(candidate);
    } catch (error) {
      // It belongs to an offer that was not taken.
      if (!this.ignoringOffer) throw error;
    }
  }

  private sendDescription(): void {
    const description = this.pc.localDescription;
    if (description === null || this.closed) return;
    const kind = description.type === "offer" ? "offer" : "answer";
    this.ports.send({ type: "description", kind, sdp: description.sdp });
  }
}

function fromCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidate): Candidate {
  return { type: "candidate", candidate, mid: sdpMid, line: sdpMLineIndex, fragment: usernameFragment };
}

function toCandidate({ candidate, mid, line, fragment }: Candidate): RTCIceCandidateInit {
  return {
    candidate,
    sdpMid: mid ?? null,
    sdpMLineIndex: line ?? null,
    usernameFragment: fragment ?? null,
  };
}
