import { explain } from "../common/troubles";
import { TicketRefused } from "../wire/server";
import { fetchEngine, USUAL } from "./engines";

let Inside: typeof import("./inside") | undefined;

/** Have at hand what is needed inside. In a room one may be called at any moment: without it nobody enters. */
export async function fetchInside(): Promise<typeof import("./inside")> {
  try {
    [Inside] = await Promise.all([Inside ?? import("./inside"), fetchEngine(USUAL)]);
    return Inside;
  } catch {
    throw new TicketRefused({ ...explain("part-missing"), remedy: "enter" }, false);
  }
}

/** A name as all in the room will see it; only the server does it before one is inside. */
export function cleanName(name: string): string {
  return Inside?.cleanName(name) ?? name.trim();
}

/** The file that is loaded with engines. */
export function partsOfCalls(): typeof import("./inside") {
  if (!Inside) throw new Error("a call before the room was entered");
  return Inside;
}
