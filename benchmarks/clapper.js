// In the place of camera and microphone: somebody who claps. A flash and a beep begin at the same moment, every `period`
// milliseconds, and something moves all the time. The file is one expression, which is called with its options.
({ width, height, rate, tone, period, phase }) => {
  const LASTS = 200;

  function paint(context, count, clap) {
    context.fillStyle = clap ? "#fff" : "#5a7896";
    context.fillRect(0, 0, width, height);
    for (let ball = 0; ball < 8; ball++) {
      const angle = count / 40 + ball;
      context.fillStyle = `hsl(${ball * 45} 40% 60%)`;
      context.beginPath();
      context.arc(width * (0.5 + 0.42 * Math.cos(angle)), height * (0.12 + 0.08 * (ball % 2)), height / 16, 0, 7);
      context.fill();
    }
  }

  // The beep begins with the first bright picture: then no clock of the page can come between them.
  function perform() {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    const sound = new AudioContext();
    const gain = new GainNode(sound, { gain: 0 });
    const microphone = sound.createMediaStreamDestination();
    const oscillator = new OscillatorNode(sound, { frequency: tone });
    oscillator.connect(gain).connect(microphone);
    oscillator.start();
    const [camera] = canvas.captureStream(0).getVideoTracks();
    const began = performance.now();
    let [count, clapped] = [0, false];
    const beat = () => {
      const clap = (performance.now() - began + phase) % period < LASTS;
      paint(context, count, clap);
      camera.requestFrame();
      if (clap !== clapped) gain.gain.setValueAtTime(clap ? 0.5 : 0, sound.currentTime);
      clapped = clap;
      count += 1;
      setTimeout(beat, began + (count * 1000) / rate - performance.now());
    };
    beat();
    return { sound, camera, microphone: microphone.stream.getAudioTracks()[0] };
  }

  let stage;
  MediaDevices.prototype.getUserMedia = async ({ audio, video }) => {
    stage ??= perform();
    await stage.sound.resume();
    return new MediaStream([...(audio ? [stage.microphone.clone()] : []), ...(video ? [stage.camera.clone()] : [])]);
  };
}
