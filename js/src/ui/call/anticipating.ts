import type { Session } from "../../session";

/** For a button that begins a call: who reaches it, by pointer or by keyboard, will probably press it. */
export function anticipating({ calling }: Pick<Session, "calling">, peers: () => string[]) {
  const begin = () => calling.anticipate(peers());
  const end = () => calling.relax();
  return { onPointerEnter: begin, onFocus: begin, onPointerLeave: end, onBlur: end };
}
