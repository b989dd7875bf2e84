class FakeSender {
  track: unknown = null;
  private parameters: Record<string, unknown> & { encodings: object[] } = { encodings: [{}] };

  async replaceTrack(track: unknown): Promise<void> {
    this.track = track;
  }

  getParameters() {
    return structuredClone(this.parameters);
  }

  async setParameters(parameters: FakeSender["parameters"]): Promise<void> {
    this.parameters = parameters;
  }
}

export interface FakeTransceiver {
  direction: string;
  sender: FakeSender;
  receiver: { track: FakeTrack };
  setCodecPreferences(): void;
}

/** What comes from the other side. */
export class FakeTrack extends EventTarget {
  onunmute: (() => void) | null = null;
  muted = false;

  constructor(readonly kind: string) {
    super();
  }
}

/** As much of an RTCPeerConnection as the rules of negotiation can see. */
export class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly transceivers: FakeTransceiver[] = [];

  ontrack: ((event: unknown) => void) | null = null;
  /** What descriptions that are being set wait for. */
  busy: Promise<void> = Promise.resolve();

  /** What is sent, by slot. */
  get sent(): unknown[] {
    return this.transceivers.map(({ sender }) => sender.track);
  }

  /** As browsers do it: what a connection was asked for before it was closed is never answered. */
  private async work(): Promise<void> {
    this.check();
    await this.busy;
    if (this.signalingState === "closed") await new Promise(() => {});
  }

  private check(): void {
    if (this.signalingState === "closed") throw new DOMException("closed", "InvalidStateError");
  }

  addTransceiver(kind: string, { direction }: { direction: string }): FakeTransceiver {
    this.check();
    if (this.transceivers.length === 0) queueMicrotask(() => this.onnegotiationneeded?.());
    const receiver = { track: new FakeTrack(kind) };
    const transceiver = { direction, sender: new FakeSender(), receiver, setCodecPreferences: () => {} };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): unknown[] {
    return this.transceivers;
  }

  async setLocalDescription(): Promise<void> {
    await this.work();
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `${type} sdp` };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await this.work();
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await this.work();
    this.candidates.push(candidate);
  }

  setConfiguration(): void {}

  restartIce(): void {
    if (this.signalingState !== "closed") queueMicrotask(() => this.onnegotiationneeded?.());
  }

  close(): void {
    this.signalingState = "closed";
  }
}
