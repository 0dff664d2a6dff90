import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { listPdcNodeCounts } from "#db/queries/node-list.ts";
import { findPdcSchedule, listPdcSchedules, writePdcSchedule } from "#db/queries/node-schedule.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import { findPdcPlace, listPdcPlaces, writePdcPlace } from "#db/queries/pdc-place.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import type { CountByHealth } from "#server/domain/health.ts";
import { countListedByHealth } from "#server/domain/node-list.ts";
import type { PdcPlace } from "#server/domain/pdc-place.ts";
import { pdcOfName } from "#server/domain/pdc.ts";
import { isQuiet, type PdcSchedule } from "#server/domain/refresh-schedule.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";
import { nameSimilarity, type Similarity } from "#server/domain/warnings/similar-names.ts";
import { sumOf } from "#server/domain/sum.ts";

type Deps = { db: Db; settings: Settings };

/** A place as its nodes name it. */
export type PdcSummary = {
  /** "": those without a name. */
  name: string;
  nodeCount: number;
  nodeCountByState: CountByHealth;
  pausedNodeCount: number;
  oldestFactsAt: Date | null;
  /** Other names that may be meant as this one; such nodes would be joined by IPsec instead of their admin network. */
  similarNames: { name: string; similarity: Similarity }[];
  declaredPathCount: number;
  /** null: nobody said. */
  place: PdcPlace | null;
  schedule: PdcSchedule;
  /** The schedule leaves the PDC alone at this moment. */
  isQuietNow: boolean;
};

const NOTHING_OWN: PdcSchedule = { refreshIntervalSeconds: null, refreshesAtOnceMax: null, quietHours: null };

/** PDCs that nodes report, by name; those without nodes are none. */
export async function listPdcs(
  { db, settings }: Deps,
  { scope }: Grant<"node:read", AllVdcs>,
  now: Date,
): Promise<PdcSummary[]> {
  const counts = await listPdcNodeCounts(db, scope, { now, staleBefore: staleBefore(settings, now) });
  const schedules = await listPdcSchedules(db);
  const paths = await listPathMtus(db);
  const places = await listPdcPlaces(db);
  const countsByName = Map.groupBy(counts, ({ pdcName }) => pdcName);
  const names = [...countsByName.keys()].filter((name) => name !== "");
  return [...countsByName]
    .map(([name, ofName]): PdcSummary => {
      const schedule = schedules.get(name) ?? NOTHING_OWN;
      return {
        name,
        ...nodesOfPdc(ofName),
        similarNames: pdcOfName(name).kind === "named" ? similarTo(name, names) : [],
        declaredPathCount: paths.filter(({ pdcNames }) => pdcNames.includes(name)).length,
        place: places.get(name) ?? null,
        schedule,
        isQuietNow: isQuiet(schedule, now),
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function nodesOfPdc(
  counts: Awaited<ReturnType<typeof listPdcNodeCounts>>,
): Pick<PdcSummary, "nodeCount" | "nodeCountByState" | "pausedNodeCount" | "oldestFactsAt"> {
  const ages = counts.flatMap(({ oldestFactsAt }) => oldestFactsAt?.getTime() ?? []);
  return {
    nodeCount: sumOf(counts.map(({ nodeCount }) => nodeCount)),
    nodeCountByState: countListedByHealth(counts),
    pausedNodeCount: sumOf(counts.map(({ pausedNodeCount }) => pausedNodeCount)),
    oldestFactsAt: ages.length > 0 ? new Date(Math.min(...ages)) : null,
  };
}

function similarTo(name: string, names: readonly string[]): PdcSummary["similarNames"] {
  return names.flatMap((other) => {
    const similarity = nameSimilarity(name, other);
    return similarity ? [{ name: other, similarity }] : [];
  });
}

/** Kept by name, also while no node reports it: nodes come and go. */
export async function setPdcSchedule(
  { db }: Deps,
  { actor }: Grant<"node:manage", AllVdcs>,
  { pdcName, schedule }: { pdcName: string; schedule: PdcSchedule },
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await findPdcSchedule(tx, pdcName);
    await writePdcSchedule(tx, pdcName, schedule);
    await recordChange(tx, {
      actor,
      action: "pdc.schedule",
      subjectKind: "pdc",
      subjectId: pdcName,
      subjectName: pdcOfName(pdcName).label,
      vdcId: null,
      before,
      after: schedule,
    });
    await announce(tx, { topic: "node", id: null, vdcId: null });
  });
}

/** Kept by name as well. Gatherings of nodes without a name stand nowhere. */
export async function setPdcPlace(
  { db }: Deps,
  { actor }: Grant<"node:manage", AllVdcs>,
  { pdcName, place }: { pdcName: string; place: PdcPlace | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await findPdcPlace(tx, pdcName);
    await writePdcPlace(tx, pdcName, place);
    await recordChange(tx, {
      actor,
      action: place ? "pdc.place" : "pdc.clear-place",
      subjectKind: "pdc",
      subjectId: pdcName,
      subjectName: pdcName,
      vdcId: null,
      before,
      after: place,
    });
    await announce(tx, { topic: "node", id: null, vdcId: null });
  });
}
