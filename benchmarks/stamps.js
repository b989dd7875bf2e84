// A camera of 1280x720 at 30 a second that is hard to encode, and tells in each picture when it was drawn: the
// milliseconds of the clock, in 20 blocks of 32 pixels, the most significant bit first.
(() => {
  const [WIDTH, HEIGHT, RATE, BLOCK, BITS] = [1280, 720, 30, 32, 20];
  const PATTERNS = 4;

  function pattern() {
    const small = Object.assign(document.createElement("canvas"), { width: WIDTH / 10, height: HEIGHT / 10 });
    const context = small.getContext("2d");
    const image = context.createImageData(small.width, small.height);
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : 80 + 96 * Math.random();
    context.putImageData(image, 0, 0);
    return small;
  }

  function camera() {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext("2d", { alpha: false });
    const patterns = Array.from({ length: PATTERNS }, pattern);
    let count = 0;
    setInterval(() => {
      const shift = (7 * count++) % WIDTH;
      const still = patterns[Math.floor(count / RATE) % PATTERNS];
      context.drawImage(still, -shift, 0, WIDTH, HEIGHT);
      context.drawImage(still, WIDTH - shift, 0, WIDTH, HEIGHT);
      const stamp = Date.now() % 2 ** BITS;
      for (let bit = 0; bit < BITS; bit++) {
        context.fillStyle = (stamp >> (BITS - 1 - bit)) & 1 ? "white" : "black";
        context.fillRect(bit * BLOCK, 0, BLOCK, BLOCK);
      }
    }, 1000 / RATE);
    return canvas.captureStream(RATE).getVideoTracks()[0];
  }

  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    const { audio, video } = constraints;
    const stream = audio ? await open.call(this, { audio }) : new MediaStream();
    if (video) stream.addTrack(camera());
    return stream;
  };
})();
