// Runs in every page before anything else: what the tests want to know of a page that its controls do not tell.
(() => {
  const tracks = [];
  const shared = [];
  const keep = (track) => (tracks.push(track), track);

  // The name of a device whose plug was pulled, and of a camera that does not start.
  let away = null;
  let broken = null;
  // As on a phone: while a camera is in use, no other one is to be had.
  let phone = false;

  const live = (kind) => tracks.filter((t) => t.kind === kind && t.readyState === "live");
  const idOf = (track) => track.getSettings().deviceId;

  function refuses(stream) {
    return stream
      .getVideoTracks()
      .some((track) => track.label === broken || (phone && live("video").some((t) => idOf(t) !== idOf(track))));
  }

  if (globalThis.MediaDevices) {
    const enumerate = MediaDevices.prototype.enumerateDevices;
    const pulled = async () => (await enumerate.call(navigator.mediaDevices)).find(({ label }) => label === away);
    MediaDevices.prototype.enumerateDevices = async function () {
      return (await enumerate.call(this)).filter(({ label }) => label === "" || label !== away);
    };
    const open = MediaDevices.prototype.getUserMedia;
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      const gone = away && (await pulled())?.deviceId;
      if (gone && constraints.video?.deviceId?.exact === gone) throw new OverconstrainedError("deviceId");
      const stream = await open.call(this, constraints);
      if (refuses(stream)) {
        stream.getTracks().forEach((track) => track.stop());
        throw new DOMException("Could not start video source", "NotReadableError");
      }
      stream.getTracks().forEach(keep);
      return stream;
    };
    const share = MediaDevices.prototype.getDisplayMedia;
    MediaDevices.prototype.getDisplayMedia = async function (constraints) {
      const stream = await share.call(this, constraints);
      shared.push(...stream.getTracks());
      return stream;
    };
    const clone = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function () {
      return keep(clone.call(this));
    };
  }

  const connections = [];
  if (globalThis.RTCPeerConnection) {
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...configuration) {
        super(...configuration);
        connections.push(this);
      }
    };
  }
  let offers = 0;
  if (globalThis.RTCPeerConnection) {
    const describe = RTCPeerConnection.prototype.setLocalDescription;
    RTCPeerConnection.prototype.setLocalDescription = async function (...description) {
      if (this.signalingState !== "have-remote-offer") offers += 1;
      return describe.apply(this, description);
    };
  }
  const connected = () => connections.filter((pc) => pc.connectionState === "connected");

  // Pictures of others' screens that were decoded. The third transceiver is the screen's.
  async function screenFrames() {
    let frames = 0;
    for (const pc of connected()) {
      for (const entry of (await pc.getReceivers()[2].getStats()).values()) {
        if (entry.type === "inbound-rtp") frames += entry.framesDecoded ?? 0;
      }
    }
    return frames;
  }

  // Pictures that were decoded of each peer's camera.
  async function cameraFrames() {
    const reports = await Promise.all(connected().map((pc) => pc.getReceivers()[1].getStats()));
    return reports.map((report) => [...report.values()].find(({ type }) => type === "inbound-rtp")?.framesDecoded ?? 0);
  }

  // What is made of what comes from the peers: of each receiver, if its track is silent, and the pictures decoded.
  async function incoming() {
    const receivers = connected().flatMap((pc) => pc.getReceivers());
    const decoded = (report) => [...report.values()].find(({ type }) => type === "inbound-rtp")?.framesDecoded ?? 0;
    return Promise.all(receivers.map(async (one) => ({ muted: one.track.muted, frames: decoded(await one.getStats()) })));
  }

  async function newScreenFrames(ms) {
    const before = await screenFrames();
    await wait(ms);
    return (await screenFrames()) - before;
  }

  // As if it ended by itself: by the browser's own bar, or because a plug was pulled.
  const end = (track) => {
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };

  const unplug = (kind) => live(kind).forEach(end);

  // The system mutes what the page has open, or gives it back.
  function mute(kind, muted) {
    for (const track of live(kind)) {
      Object.defineProperty(track, "muted", { value: muted, configurable: true });
      track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
    }
  }

  // The camera in use is away, or back again, and the browser tells.
  function pull(label) {
    away = label;
    unplug("video");
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  }

  function plugIn() {
    away = null;
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  }

  // Every tone that the page has begun to play, in hertz.
  const tones = [];
  globalThis.OscillatorNode = class extends OscillatorNode {
    start(...when) {
      tones.push(this.frequency.value);
      super.start(...when);
    }
  };

  // How many tracks go to each peer, the least first.
  function sending() {
    const counts = connected().map((pc) => pc.getSenders().filter(({ track }) => track).length);
    return counts.sort();
  }

  // The second transceiver is the camera's.
  const encodings = () => connected().map((pc) => pc.getSenders()[1].getParameters().encodings[0]);

  // Bytes by connection, also of those that were replaced since.
  const counted = new Map();

  // All that went out with its headers, in bytes, and when that was, in seconds.
  async function sent() {
    for (const pc of connections.filter(({ connectionState }) => connectionState !== "closed")) {
      let bytes = 0;
      for (const entry of (await pc.getStats()).values()) {
        if (entry.type === "outbound-rtp") bytes += entry.bytesSent + (entry.headerBytesSent ?? 0);
      }
      counted.set(pc, bytes);
    }
    const bytes = [...counted.values()].reduce((sum, one) => sum + one, 0);
    return { bytes, at: performance.now() / 1000 };
  }

  // The room's socket can be held: what the server says arrives only when it is let go.
  let held = null;
  const sockets = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      if (!this.url.includes("/videoroom/")) return;
      sockets.push(this);
      this.addEventListener("message", (event) => {
        if (!held || !event.isTrusted) return;
        event.stopImmediatePropagation();
        held.push([this, event.data]);
      });
    }
  };

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const nextFrame = (video) => new Promise((resolve) => video.requestVideoFrameCallback(resolve));

  const canvas = () => Object.assign(document.createElement("canvas"), { width: 64, height: 48 });

  function pixels(video, context) {
    context.drawImage(video, 0, 0, 64, 48);
    return context.getImageData(0, 0, 64, 48).data;
  }

  function medianColour(data) {
    return [0, 1, 2].map((channel) => {
      const values = data.filter((_, i) => i % 4 === channel).sort();
      return values[values.length >> 1];
    });
  }

  function difference(a, b) {
    return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
  }

  // Looks at decoded frames for some time: how many, of what colour, and how much the picture changed.
  async function look(video, ms) {
    const context = canvas().getContext("2d", { willReadFrequently: true });
    const seen = { frames: 0, colour: null, change: 0 };
    const over = wait(ms).then(() => null);
    let first = null;
    while (await Promise.race([nextFrame(video).then(() => true), over])) {
      const data = pixels(video, context);
      first ??= data;
      seen.frames += 1;
      seen.colour = medianColour(data);
      seen.change = Math.max(seen.change, difference(first, data));
      if (seen.frames > 3 && seen.change > 5) break;
    }
    return seen;
  }

  const WINDOW = 4096;

  function power(samples, from, rate, tone) {
    let [re, im] = [0, 0];
    for (let i = 0; i < WINDOW; i++) {
      const angle = (2 * Math.PI * tone * i) / rate;
      re += samples[from + i] * Math.cos(angle);
      im += samples[from + i] * Math.sin(angle);
    }
    return Math.hypot(re, im) / WINDOW;
  }

  // The loudest tone between 200 and 1,500 Hz, and its amplitude (0 to 0.5).
  function loudest(samples, rate) {
    let best = { tone: 0, level: 0 };
    for (let from = 0; from + WINDOW <= samples.length; from += WINDOW) {
      for (let tone = 200; tone <= 1500; tone += 10) {
        const level = power(samples, from, rate, tone);
        if (level > best.level) best = { tone, level };
      }
    }
    return best;
  }

  function record(stream, ms) {
    return new Promise((resolve, reject) => {
      const recorder = new MediaRecorder(stream);
      const parts = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.onerror = reject;
      recorder.onstop = () => resolve(new Blob(parts).arrayBuffer());
      recorder.start();
      setTimeout(() => recorder.stop(), ms);
    });
  }

  // Listens to what a video element plays. A recording, since an AudioContext needs a sound card in Firefox.
  async function listen(video, ms) {
    const audio = video.srcObject?.getAudioTracks().filter((track) => track.readyState === "live") ?? [];
    const seen = { tone: 0, level: 0, muted: video.muted, paused: video.paused, tracks: audio.length };
    if (video.muted || video.paused || !audio.length) return seen;
    const sound = await record(new MediaStream(audio), ms);
    if (!sound.byteLength) return seen;
    const buffer = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(sound);
    return { ...seen, ...loudest(buffer.getChannelData(0), buffer.sampleRate) };
  }

  globalThis.probes = {
    look,
    listen,
    screenFrames,
    newScreenFrames,
    cameraFrames,
    incoming,
    offers: () => offers,
    labels: (kind) => live(kind).map((t) => t.label),
    sharing: () => shared.filter((t) => t.readyState === "live").length,
    endSharing: () => shared.forEach(end),
    unplug,
    pull,
    plugIn,
    isPhone: () => void (phone = true),
    breakDown: (label) => void (broken = label),
    mute,
    tones: () => tones,
    forgetTones: () => void tones.splice(0),
    encodings,
    sending,
    connections: () => connections.length,
    sent,
    live: (kind) => live(kind).length,
    opened: () => tracks.length,
    forgetEnded: () => void tracks.splice(0, tracks.length, ...tracks.filter((t) => t.readyState === "live")),
    sockets: () => sockets.filter((s) => s.readyState === WebSocket.OPEN).length,
    cut: () => sockets.forEach((s) => s.close()),
    hold: () => void (held ??= []),
    letGo: () => {
      const messages = held ?? [];
      held = null;
      for (const [socket, data] of messages) socket.dispatchEvent(new MessageEvent("message", { data }));
    },
  };
})();
