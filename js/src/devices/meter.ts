// Decibels below the loudest possible that are silence.
const RANGE = 60;

/** As ears measure, by the logarithm: from 0 to 1. */
export function loudnessOf(level: number): number {
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(level || Number.MIN_VALUE)) / RANGE));
}

/** How loud a track is, measured here and now. */
export class Meter {
  private context: AudioContext | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private analyser: AnalyserNode | null = null;
  private heard: MediaStreamTrack | null = null;
  private readonly samples = new Float32Array(2048);

  /** Listen to this track from now on, as soon as somebody wants to know how loud it is. */
  listen(track: MediaStreamTrack | null): void {
    if (track === this.heard) return;
    this.heard = track;
    this.source?.disconnect();
    this.source = null;
    if (!track) this.close();
  }

  /** Root mean square, from 0 to 1. */
  get level(): number {
    if (this.heard && !this.source) this.connect(this.heard);
    if (!this.analyser) return 0;
    this.analyser.getFloatTimeDomainData(this.samples);
    const energy = this.samples.reduce((sum, sample) => sum + sample * sample, 0);
    return Math.sqrt(energy / this.samples.length);
  }

  private connect(track: MediaStreamTrack): void {
    this.context ??= new AudioContext();
    this.analyser ??= new AnalyserNode(this.context, { fftSize: this.samples.length });
    this.source = this.context.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(this.analyser);
    void this.context.resume();
  }

  private close(): void {
    void this.context?.close();
    this.context = this.analyser = null;
  }
}
