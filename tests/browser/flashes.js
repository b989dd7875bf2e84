// White and a tone of 660 Hz for a fifth of each second of the clock, else green and still.
// From now on the page gets these in the place of its camera and microphone; `stopFlashes()` ends it.
() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const paint = canvas.getContext("2d");
  const sound = new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: 660 });
  const gain = new GainNode(sound, { gain: 0 });
  const microphone = sound.createMediaStreamDestination();
  tone.connect(gain).connect(microphone);
  tone.start();

  const beat = setInterval(() => {
    const clap = Date.now() % 1000 < 200;
    gain.gain.value = clap ? 0.5 : 0;
    paint.fillStyle = clap ? "white" : "rgb(40, 150, 60)";
    paint.fillRect(0, 0, 320, 240);
  }, 20);
  const [camera] = canvas.captureStream(25).getVideoTracks();
  const [heard] = microphone.stream.getAudioTracks();

  navigator.mediaDevices.getUserMedia = async ({ audio, video }) => {
    await sound.resume();
    return new MediaStream([...(audio ? [heard.clone()] : []), ...(video ? [camera.clone()] : [])]);
  };
  globalThis.stopFlashes = () => {
    clearInterval(beat);
    delete navigator.mediaDevices.getUserMedia;
    return sound.close();
  };
};
