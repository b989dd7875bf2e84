import { effect } from "@preact/signals";
import type { Trouble as Report } from "../wire/protocol.gen";
import type { Store } from "./store";

/** Tell the server what failed in the page, while it can be told: each thing once a stay. */
export function reportTroubles({ connection, trouble }: Store, send: (report: Report) => void): () => void {
  const told = new Set<string>();
  return effect(() => {
    const shown = trouble.value;
    if (connection.value === "outside") told.clear();
    if (connection.value !== "open" || !shown?.report) return;
    const { report, peer } = shown;
    const key = `${report} ${peer}`;
    if (!told.has(key)) send({ type: "trouble", code: report, peer });
    told.add(key);
  });
}
