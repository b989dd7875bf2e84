import { explain } from "../common/troubles";
import type { IceServer } from "../wire/protocol.gen";
import { TicketRefused } from "../wire/server";
import type { Engine, EngineEvents } from "./engine";
import type { Mesh } from "./mesh";

let Loaded: typeof Mesh | undefined;

/** Have at hand what carries a call. In a room one may be called at any moment: without it nobody enters. */
export async function fetchEngine(): Promise<void> {
  try {
    Loaded ??= (await import("./mesh")).Mesh;
  } catch {
    throw new TicketRefused({ ...explain("part-missing"), remedy: "enter" }, false);
  }
}

/** The engine of one call; `uplink` is in bits per second, for all peers together. */
export function createEngine(iceServers: IceServer[], events: EngineEvents, uplink: () => number): Engine {
  if (!Loaded) throw new Error("a call before the room was entered");
  return new Loaded(iceServers, events, uplink);
}
