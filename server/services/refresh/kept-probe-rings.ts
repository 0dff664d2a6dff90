import type { Db } from "#db/client.ts";
import { listProbePeers } from "#db/queries/node-schedule.ts";
import { ProbeRings } from "#server/domain/probe-rings.ts";

export async function readProbeRings(db: Db): Promise<ProbeRings> {
  return new ProbeRings(await listProbePeers(db));
}

/** How many times as long as reading took the answer is kept. */
const KEPT_TIMES = 20;

/** For a thousand refreshes in a row: reads anew when asked, but spends a twentieth of the time on it at most. */
export function keptProbeRings(
  read: () => Promise<ProbeRings>,
  clock = () => performance.now(),
): () => Promise<ProbeRings> {
  let kept: Promise<ProbeRings> | null = null;
  let keptUntil = Infinity;
  return () => {
    if (kept && clock() < keptUntil) return kept;
    const startedAt = clock();
    const reading = read();
    kept = reading;
    keptUntil = Infinity;
    reading.then(
      () => {
        keptUntil = clock() + (clock() - startedAt) * KEPT_TIMES;
      },
      () => {
        kept = null;
      },
    );
    return reading;
  };
}
