import type { CallMedia } from "../wire/protocol.gen";
import type { Engine, EngineContext } from "./engine";

/** By which an engine is known, in `joined` and here. */
export type EngineName = CallMedia["engine"];
export type EngineClass = new (context: EngineContext) => Engine;

/** What the page can carry a call's media with, each in a file of its own. */
const LOADERS: Record<EngineName, () => Promise<EngineClass>> = {
  mesh: async () => (await import("./mesh/mesh")).Mesh,
};
/** With which a call is prepared before the server has said what it is carried with. */
export const USUAL: EngineName = "mesh";

const loaded = new Map<string, EngineClass>();

/** The engine of this name if it has come already. */
export function engineAtHand(name: string): EngineClass | undefined {
  return loaded.get(name);
}

/** Have an engine at hand; null: the server is newer than this page, and knows one that the page does not. */
export async function fetchEngine(name: string): Promise<EngineClass | null> {
  const load = LOADERS[name as EngineName];
  if (!load) return null;
  const Engine = loaded.get(name) ?? (await load());
  loaded.set(name, Engine);
  return Engine;
}
