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

/** As much of an RTCPeerConnection as the rules of negotiation can see. */
export class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly transceivers: { direction: string; sender: FakeSender }[] = [];

  ontrack: ((event: unknown) => void) | null = null;

  /** What is sent, by slot. */
  get sent(): unknown[] {
    return this.transceivers.map(({ sender }) => sender.track);
  }

  addTransceiver(): unknown {
    if (this.transceivers.length === 0) queueMicrotask(() => this.onnegotiationneeded?.());
    const transceiver = { direction: "", sender: new FakeSender(), setCodecPreferences: () => {} };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): unknown[] {
    return this.transceivers;
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `${type} sdp` };
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    this.candidates.push(candidate);
  }

  setConfiguration(): void {}

  restartIce(): void {
    queueMicrotask(() => this.onnegotiationneeded?.());
  }

  close(): void {
    this.signalingState = "closed";
  }
}
