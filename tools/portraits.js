// Runs in pages that have their picture taken: the camera shows a drawn person who sways and talks, the screen a plot.
(() => {
  const [palette, speaks] = globalThis.portrait;
  const [wall, shade, jumper, skin, hair] = palette;
  const CAMERA = [640, 360, 10];
  const SCREEN = [1280, 720, 4];
  const LABELS = { videoinput: "Integrated camera", audioinput: "Built-in microphone", audiooutput: "Headphones" };

  const ellipse = (c, fill, x, y, rx, ry) => {
    c.fillStyle = fill;
    c.beginPath();
    c.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
    c.fill();
  };

  function drawRoom(c) {
    const light = c.createRadialGradient(250, 120, 40, 480, 270, 700);
    light.addColorStop(0, wall);
    light.addColorStop(1, shade);
    c.fillStyle = light;
    c.fillRect(0, 0, 960, 540);
    c.fillStyle = "rgba(255,255,255,.28)";
    c.fillRect(90, 60, 170, 220);
    c.fillStyle = "rgba(0,0,0,.12)";
    c.fillRect(700, 150, 210, 12);
    c.fillRect(700, 260, 210, 12);
    c.globalAlpha = 0.6;
    ["#b5523b", "#e0b04c", "#4f7a6b", "#44546b"].forEach((book, i) => {
      c.fillStyle = book;
      c.fillRect(720 + 34 * i, 88 + 6 * (i % 2), 24, 62 - 6 * (i % 2));
    });
    c.globalAlpha = 1;
  }

  function drawPerson(c, x, y, open) {
    ellipse(c, hair, x, y - 25, 118, 138);
    ellipse(c, jumper, x, 600, 260, 190);
    c.fillStyle = skin;
    c.fillRect(x - 42, y + 70, 84, 100);
    ellipse(c, skin, x, 425, 60, 34);
    ellipse(c, "rgba(0,0,0,.10)", x, y + 112, 41, 24);
    ellipse(c, skin, x, y, 96, 122);
    ellipse(c, hair, x - 8, y - 98, 100, 46);
    for (const side of [-1, 1]) {
      ellipse(c, "#fff", x + 38 * side, y - 14, 15, 10);
      ellipse(c, "#2a2320", x + 38 * side + 2, y - 14, 7, 8);
      c.fillStyle = hair;
      c.fillRect(x + 38 * side - 18, y - 40, 36, 6);
    }
    ellipse(c, "rgba(0,0,0,.12)", x, y + 22, 11, 17);
    c.fillStyle = "#8a3f3a";
    c.beginPath();
    c.moveTo(x - 34, y + 56);
    c.quadraticCurveTo(x, y + 78 + 12 * open, x + 34, y + 56);
    c.quadraticCurveTo(x, y + 66 - 6 * open, x - 34, y + 56);
    c.fill();
  }

  function drawPortrait(c, seconds) {
    const turn = (2 * Math.PI * seconds) / 4;
    c.setTransform(2 / 3, 0, 0, 2 / 3, 0, 0);
    drawRoom(c);
    const open = speaks ? Math.max(0, Math.sin(5 * turn)) : 0;
    drawPerson(c, 480 + 14 * Math.sin(turn), 235 + 6 * Math.cos(2 * turn), open);
  }

  function drawPlot(c, seconds) {
    c.fillStyle = "#fff";
    c.fillRect(0, 0, 1280, 720);
    c.fillStyle = "#222";
    c.font = "600 34px sans-serif";
    c.fillText("Two springs, one rope", 90, 80);
    c.strokeStyle = "#ccc";
    c.lineWidth = 2;
    for (let y = 160; y <= 640; y += 96) c.strokeRect(90, y, 1100, 0);
    ["#1976d2", "#d9743a"].forEach((colour, wave) => {
      c.strokeStyle = colour;
      c.lineWidth = 5;
      c.beginPath();
      for (let x = 0; x <= 1100; x += 4) {
        const angle = x / (70 + 34 * wave) - seconds / 3;
        c.lineTo(90 + x, 400 + 200 * Math.sin(angle) * Math.exp(-x / (900 + 500 * wave)));
      }
      c.stroke();
    });
    c.fillStyle = "#666";
    c.font = "24px sans-serif";
    c.fillText("time in seconds", 90, 690);
  }

  function film(draw, [width, height, rate], label) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    const paint = () => draw(context, performance.now() / 1000);
    paint();
    setInterval(paint, 1000 / rate);
    const [track] = canvas.captureStream(rate).getVideoTracks();
    return Object.defineProperty(track, "label", { value: label });
  }

  const named = (track) => Object.defineProperty(track, "label", { value: LABELS.audioinput });

  const silence = () => new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];

  const { getUserMedia, enumerateDevices } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    const real = await getUserMedia.call(this, constraints);
    const drawn = new MediaStream();
    for (const track of real.getTracks()) {
      if (track.kind === "audio" && speaks) drawn.addTrack(named(track));
      else {
        track.stop();
        drawn.addTrack(track.kind === "audio" ? named(silence()) : film(drawPortrait, CAMERA, LABELS.videoinput));
      }
    }
    return drawn;
  };
  MediaDevices.prototype.getDisplayMedia = async () => new MediaStream([film(drawPlot, SCREEN, "A plot")]);
  MediaDevices.prototype.enumerateDevices = async function () {
    const devices = await enumerateDevices.call(this);
    const named = devices.filter(({ deviceId, label }) => deviceId !== "default" && label);
    for (const device of named) Object.defineProperty(device, "label", { value: LABELS[device.kind] });
    // One of each kind is what most people have.
    return named.filter(({ kind }, index) => named.findIndex((other) => other.kind === kind) === index);
  };
})();
