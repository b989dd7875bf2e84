/** Bits per second. */
type Bits = number;

/** How high, in device pixels, a peer shows one's pictures; 0: not at all. */
export interface Wanted {
  camera: number;
  screen: number;
  /** Only a kernel may be deaf. */
  sound?: boolean;
  /** Pictures a second, as many as the peer's machine can take; only a kernel says so. */
  frames?: number | null;
}

/** What is known of a peer and of the way there. */
export interface Need extends Wanted {
  /** What the way carries, as far as the peer has found out. */
  bits?: Bits | null;
  /** Whether the way is within this machine or this network, where nothing is short. */
  near?: boolean;
}

/** What is sent at all, to whichever member it goes. */
export interface Sent {
  camera: boolean;
  screen: boolean;
  /** Microphone, and a screen's sound. */
  sounds: number;
}

/** How one picture goes to one peer. */
export interface Encoding {
  active: boolean;
  bits: Bits;
  height: number;
  frames: number;
}

export interface Share {
  camera: Encoding;
  screen: Encoding;
  sound: boolean;
}

/** Sound with all of its headers: Opus at 32 kbit/s, 50 packets a second. */
export const SOUND: Bits = 40_000;
// Headers, repairs and what an encoder overshoots are not in an encoding's bits.
const HEADROOM = 0.9;
// What keeps a face recognisable beside a shared screen.
const FACE: Bits = 60_000;
// To somebody near: the largest camera and screen, and some more.
const NEARBY: Bits = 6_000_000;

// The least that encoders can do.
const LEAST: Bits = 30_000;

interface Level {
  height: number;
  /** Up to here more bits make a better picture. */
  camera: Bits;
  screen: Bits;
}

const LEVELS: readonly Level[] = [
  { height: 180, camera: 150_000, screen: 150_000 },
  { height: 360, camera: 500_000, screen: 400_000 },
  { height: 720, camera: 1_500_000, screen: 1_000_000 },
  { height: 1080, camera: 2_500_000, screen: 1_800_000 },
];
// With less than this share of its level's bits, a picture looks better one level lower.
const STARVED = 0.6;

/** What a peer of whom nothing is known yet is assumed to show, by how many peers there are. */
export function assume(peers: number): Wanted {
  return { camera: peers > 1 ? 360 : 720, screen: 1080 };
}

/** What a kernel is assumed to read: an array is as large as what was sent. */
export const FOR_ARRAYS: Wanted = { camera: 720, screen: 1080 };

/** Who is near needs nothing of one's uplink; who is behind a narrower way than their share gets what that carries. */
export function share(uplink: Bits, needs: readonly Need[], sent: Sent): Share[] {
  const far = needs.filter(({ near }) => !near);
  const limit = ({ bits, near }: Need) => bits ?? (near ? NEARBY : Number.POSITIVE_INFINITY);
  const apart = needs.filter((need) => need.near || limit(need) < uplink / far.length);
  const others = needs.filter((need) => !apart.includes(need));
  const taken = sum(apart.filter(({ near }) => !near).map(limit));
  const shares = new Map(apart.map((need) => [need, divide(Math.min(limit(need), NEARBY), [need], sent)[0]]));
  for (const [index, one] of divide(uplink - taken, others, sent).entries())
    shares.set(others[index] as Need, one);
  return needs.map((need) => shares.get(need) as Share);
}

/** Divide one's uplink: sound is served first, then screens, then cameras, and all peers alike. */
export function divide(uplink: Bits, wanted: readonly Wanted[], sent: Sent): Share[] {
  const hearers = wanted.filter(({ sound = true }) => sound).length;
  const rest = Math.max(0, uplink * HEADROOM - hearers * sent.sounds * SOUND);
  const cameras = wanted.map(({ camera }) => (sent.camera && camera > 0 ? level(camera).camera : 0));
  const screens = wanted.map(({ screen }) => (sent.screen && screen > 0 ? level(screen).screen : 0));
  const faces = cameras.filter((bits) => bits > 0).length * FACE;
  const forScreens = fairly(Math.max(0, rest - Math.min(faces, rest / 2)), screens);
  const forCameras = fairly(rest - sum(forScreens), cameras);
  return wanted.map(({ camera, screen, sound = true, frames }, peer) => ({
    camera: atMost(frames, cameraEncoding(sent.camera, camera, forCameras[peer] ?? 0)),
    screen: atMost(frames, screenEncoding(sent.screen, screen, forScreens[peer] ?? 0)),
    sound,
  }));
}

function cameraEncoding(sent: boolean, wanted: number, bits: Bits): Encoding {
  const carried = LEVELS.filter((level) => bits >= level.camera * STARVED).at(-1) ?? level(0);
  const height = Math.min(level(wanted).height, carried.height);
  return {
    active: isActive(sent, wanted, bits),
    bits: Math.floor(bits),
    height,
    frames: bits < 2 * FACE ? 15 : 30,
  };
}

/** Letters must stay readable: where bits are short, there are fewer pictures instead of smaller ones. */
function screenEncoding(sent: boolean, wanted: number, bits: Bits): Encoding {
  const frames = bits < 500_000 ? 5 : bits < 1_000_000 ? 15 : 30;
  return {
    active: isActive(sent, wanted, bits),
    bits: Math.floor(bits),
    height: level(wanted).height,
    frames,
  };
}

function atMost(frames: number | null | undefined, encoding: Encoding): Encoding {
  return { ...encoding, frames: Math.max(1, Math.min(frames ?? encoding.frames, encoding.frames)) };
}

/** With less than an encoder can do, it would do what it likes. One that has nothing to send is ready for when it has. */
function isActive(sent: boolean, wanted: number, bits: Bits): boolean {
  return wanted > 0 && (!sent || bits >= LEAST);
}

function level(height: number): Level {
  const last = LEVELS.at(-1) as Level;
  return LEVELS.find((level) => level.height >= height) ?? last;
}

/** With so many bits, a camera's picture of so many pixels is as good as it gets. */
export function enough(size: number): Bits {
  const below = LEVELS.filter((level) => pixels(level) < size).at(-1);
  const above = LEVELS.find((level) => pixels(level) >= size) ?? (LEVELS.at(-1) as Level);
  if (!below || size > pixels(above)) return above.camera;
  const way = (size - pixels(below)) / (pixels(above) - pixels(below));
  return Math.round(below.camera + way * (above.camera - below.camera));
}

/** Of a level's picture, which is 16 wide and 9 high. */
function pixels({ height }: Level): number {
  return (height * height * 16) / 9;
}

/** Nobody gets more than they want, and who wants the least is served whole first. */
function fairly(total: Bits, wants: readonly Bits[]): Bits[] {
  const shares = wants.map(() => 0);
  const poorestFirst = wants.map((want, index) => ({ want, index })).sort((a, b) => a.want - b.want);
  let rest = total;
  for (const [served, { want, index }] of poorestFirst.entries()) {
    const share = Math.min(want, rest / (wants.length - served));
    shares[index] = share;
    rest -= share;
  }
  return shares;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
