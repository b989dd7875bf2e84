// In the place of the camera: a canvas whose top row of blocks says when it was drawn. Runs before anything else in a
// page: 16 bits of milliseconds since the epoch, the highest first, and 4 that check them (see readers/stamps.py). The
// file is one expression, which is called with its options. While `globalThis.still` is set, nothing moves.
({ width, height, rate }) => {
  const BLOCKS = 20;
  const block = width / BLOCKS;

  function stamp(context) {
    const time = Date.now() & 0xffff;
    const check = (time >> 12) ^ ((time >> 8) & 15) ^ ((time >> 4) & 15) ^ (time & 15);
    const bits = time * 16 + check;
    for (let at = 0; at < BLOCKS; at++) {
      context.fillStyle = (bits >> (BLOCKS - 1 - at)) & 1 ? "#fff" : "#000";
      context.fillRect(at * block, 0, block, block);
    }
  }

  // A few soft things that move, as in front of a camera.
  function paint(context, count) {
    context.fillStyle = "#5a7896";
    context.fillRect(0, 0, width, height);
    for (let ball = 0; ball < 12; ball++) {
      const angle = count / 40 + ball;
      context.fillStyle = `hsl(${ball * 30} 40% 60%)`;
      context.beginPath();
      context.arc(
        width * (0.5 + 0.4 * Math.cos(angle)),
        height * (0.55 + 0.3 * Math.sin(angle * 1.7)),
        height / 12,
        0,
        2 * Math.PI,
      );
      context.fill();
    }
    stamp(context);
  }

  async function film() {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks();
    const began = performance.now();
    let count = 0;
    const draw = () => {
      if (track.readyState === "ended") return;
      if (!globalThis.still) {
        paint(context, count);
        track.requestFrame();
      }
      count += 1;
      setTimeout(draw, began + (count * 1000) / rate - performance.now());
    };
    draw();
    // A camera knows its size once it is open; this one when somebody has seen its first picture.
    const viewer = Object.assign(document.createElement("video"), { srcObject: stream, muted: true });
    await viewer.play();
    viewer.srcObject = null;
    return stream;
  }

  MediaDevices.prototype.getUserMedia = async ({ video }) => (video ? film() : new MediaStream());
  MediaDevices.prototype.getDisplayMedia = async () => film();

  // When the first connection of the page was there, in milliseconds since the epoch, and all that was sent, in bytes.
  const connections = [];
  globalThis.sentBytes = async () => {
    const reports = await Promise.all(connections.map((pc) => pc.getStats()));
    const sent = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === "outbound-rtp");
    return sent.reduce((sum, { bytesSent, headerBytesSent }) => sum + bytesSent + headerBytesSent, 0);
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...configuration) {
      super(...configuration);
      connections.push(this);
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState === "connected") globalThis.connectedAt ??= Date.now();
      });
    }
  };
}
