import { effect } from "@preact/signals";
import type { Trouble as Report } from "../wire/protocol.gen";
import type { Room } from "./room";

/** Tell the server what failed in the page, while it can be told: each thing once a session. */
export function reportTroubles({ facts, view }: Room, send: (report: Report) => void): () => void {
  const told = new Set<string>();
  return effect(() => {
    const shown = view.trouble.value;
    if (facts.connection.value === "outside") told.clear();
    if (facts.connection.value !== "open" || !shown?.report) return;
    const { report, peer } = shown;
    const key = `${report} ${peer}`;
    if (!told.has(key)) send({ type: "trouble", code: report, peer });
    told.add(key);
  });
}
