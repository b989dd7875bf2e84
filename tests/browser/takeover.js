// Runs in a page beside the probes: the server seems to say that another engine carries the call from now on, and
// pictures that stand still are noticed.
(() => {
  // Of a page that was not painted itself for longer, nobody can say that a picture stood still in it.
  const LONGEST_STEP = 50;
  // Ten seconds of a video's clock, which RTP counts with 90 kHz.
  const ANOTHER = 900_000;
  const peers = new Map();
  let joined = null;

  function learn({ type, media, participant }) {
    if (type === "joined") peers.clear();
    for (const peer of media?.peers ?? []) peers.set(peer.participant, peer);
    if (type === "member-joined") peers.set(participant, { ...media, participant });
  }

  // All get a reaction, and in the same order among what they signal: a server would tell them of a new engine like that.
  function altered(body) {
    if (body.type === "joined") joined = body;
    if (["joined", "member-joined"].includes(body.type)) learn(body);
    if (body.type !== "reacted") return null;
    const members = [...new Set([...joined.members, ...peers.keys()])];
    const { uplink } = joined.media;
    return { ...joined, members, media: { engine: "second", peers: [...peers.values()], uplink } };
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      if (!this.url.includes("/videoroom/")) return;
      this.addEventListener("message", (event) => {
        if (!event.isTrusted) return;
        const frame = JSON.parse(event.data);
        const body = altered(frame.body);
        if (!body) return;
        event.stopImmediatePropagation();
        this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ ...frame, body }) }));
      });
    }
  };

  // Of each video: for how long its picture has stood still at the longest and when another track took over, in
  // milliseconds, and the track that it showed first.
  const seen = new Map();

  function watch(video) {
    const notes = { longest: 0, change: null, track: video.srcObject.getVideoTracks()[0] };
    let [still, before, last] = [0, performance.now(), null];
    const paint = (_, { rtpTimestamp }) => {
      // Each sender counts from a random number.
      if (last !== null && Math.abs(rtpTimestamp - last) > ANOTHER) notes.change = Math.max(notes.change ?? 0, still);
      [still, last] = [0, rtpTimestamp];
      video.requestVideoFrameCallback(paint);
    };
    const step = () => {
      const now = performance.now();
      still += Math.min(now - before, LONGEST_STEP);
      before = now;
      notes.longest = Math.max(notes.longest, still);
      requestAnimationFrame(step);
    };
    seen.set(video, notes);
    video.requestVideoFrameCallback(paint);
    requestAnimationFrame(step);
  }

  globalThis.takeover = {
    watch,
    longest: () => Math.max(...[...seen.values()].map(({ longest }) => longest)),
    // Of the videos in which another track is shown, while the first one has ended.
    changes: () =>
      [...seen]
        .filter(([video, { track, change }]) => video.isConnected && track.readyState === "ended" && change !== null)
        .map(([, { change }]) => change),
  };
})();
