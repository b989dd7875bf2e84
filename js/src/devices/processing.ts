/** What one sends oneself, by source. */
export interface LocalTracks {
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  /** The sound of what is shared. */
  screenSound: MediaStreamTrack | null;
}

/** What is done to one track of a device before anybody sees or hears it. */
interface Process {
  /** What is sent, and shown to oneself, in the place of the device's track. */
  readonly track: MediaStreamTrack;
  /** The device's track is not sent any more. */
  dispose(): void;
}

/** Begins the process for a track of a device; null: the track is sent as it is. */
export type Processor = (track: MediaStreamTrack, source: keyof LocalTracks) => Process | null;

/** The one place between one's devices and the engine at which pictures and sound can be changed, whatever the engine. */
export class Processing {
  private readonly processes = new Map<MediaStreamTrack, Process | null>();

  constructor(private readonly begin: Processor = () => null) {}

  /** What is to be sent of these from now on. A track that has been among them before keeps its process. */
  apply(tracks: LocalTracks): LocalTracks {
    const used = new Set(Object.values(tracks));
    for (const [track, process] of this.processes) {
      if (used.has(track)) continue;
      process?.dispose();
      this.processes.delete(track);
    }
    const { microphone, camera, screen, screenSound } = tracks;
    return {
      microphone: this.outcome("microphone", microphone),
      camera: this.outcome("camera", camera),
      screen: this.outcome("screen", screen),
      screenSound: this.outcome("screenSound", screenSound),
    };
  }

  private outcome(source: keyof LocalTracks, track: MediaStreamTrack | null): MediaStreamTrack | null {
    if (!track) return null;
    if (!this.processes.has(track)) this.processes.set(track, this.begin(track, source));
    return this.processes.get(track)?.track ?? track;
  }
}
