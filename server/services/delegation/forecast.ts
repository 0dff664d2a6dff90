import type { Db } from "#db/client.ts";
import { listDelegations } from "#db/queries/delegation.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { listTaken, listTakenChanges } from "#db/queries/taken-history.ts";
import { listVdcBirths } from "#db/queries/vdc.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { type Delegation, delegatedVxlanIds, type NamedRule } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import { type Forecast, FORECAST_DAYS, forecastOf, takenByDay, urgencyOf } from "#server/domain/forecast.ts";
import { countIds } from "#server/domain/id-range.ts";

const DAY_MILLISECONDS = 86_400_000;

/** One thing that can be used up. `overlayRuleName` null: the limit of networks; else the VXLAN ids of the rule. */
type Outlook = {
  overlayRuleName: string | null;
  capacity: number;
  forecast: Forecast;
  /** Oldest first; the last is now. */
  takenByDay: readonly number[];
};

/** What runs out first in a vDC, of all that can. */
export type SoonestOutlook = Omit<Outlook, "takenByDay"> & { vdcId: string };

/** From the vDC's own networks and ranges alone: nothing of others is in it. */
export async function forecastOfVdc(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
  now: Date,
): Promise<Outlook[]> {
  const [found] = await loadOutlooks(db, scope, now);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  return found.outlooks;
}

/** Of every vDC that has anything to use up, or of those named. */
export async function listSoonest(
  db: Db,
  { scope }: Grant<"delegation:read", AllVdcs>,
  now: Date,
  vdcIds?: readonly string[],
): Promise<SoonestOutlook[]> {
  return (await loadOutlooks(db, scope, now, vdcIds)).flatMap(({ vdcId, outlooks }) => {
    const [soonest] = outlooks.toSorted((a, b) => urgencyOf(a.forecast) - urgencyOf(b.forecast));
    if (!soonest) return [];
    const { overlayRuleName, capacity, forecast } = soonest;
    return [{ vdcId, overlayRuleName, capacity, forecast }];
  });
}

async function loadOutlooks(
  db: Db,
  scope: VdcScope | AllVdcs,
  now: Date,
  vdcIds?: readonly string[],
): Promise<{ vdcId: string; outlooks: Outlook[] }[]> {
  const rules = await listOverlayRules(db);
  const births = await listVdcBirths(db, scope);
  const taken = Map.groupBy(await listTaken(db, scope, vdcIds), keyOf);
  const range = { now, days: FORECAST_DAYS, ...(vdcIds ? { vdcIds } : {}) };
  const changes = Map.groupBy(await listTakenChanges(db, scope, range), keyOf);
  const delegations = await listDelegations(db, scope);
  return delegations
    .filter(({ vdcId }) => !vdcIds || vdcIds.includes(vdcId))
    .map(({ vdcId, delegation }) => {
      const bornAt = births.get(vdcId) ?? now;
      const historyDays = Math.floor((now.getTime() - bornAt.getTime()) / DAY_MILLISECONDS);
      const outlooks = capacities(delegation, rules).map(({ overlayRuleName, capacity }) => {
        const key = keyOf({ vdcId, overlayRuleName });
        const series = takenByDay(taken.get(key)?.[0]?.taken ?? 0, changes.get(key) ?? []);
        return {
          overlayRuleName,
          capacity,
          forecast: forecastOf(series, { capacity, historyDays }),
          takenByDay: series,
        };
      });
      return { vdcId, outlooks };
    });
}

function keyOf({ vdcId, overlayRuleName }: { vdcId: string; overlayRuleName: string | null }): string {
  return JSON.stringify([vdcId, overlayRuleName]);
}

/** A vDC that is not restricted has no ranges to use up. */
function capacities(
  delegation: Delegation,
  rules: readonly NamedRule[],
): { overlayRuleName: string | null; capacity: number }[] {
  const { isRestricted, networkCountMax } = delegation;
  const ofRules = rules.map((rule) => ({
    overlayRuleName: rule.name,
    capacity: isRestricted ? countIds(delegatedVxlanIds(delegation, rule)) : 0,
  }));
  return [
    ...(networkCountMax === null ? [] : [{ overlayRuleName: null, capacity: networkCountMax }]),
    ...ofRules.filter(({ capacity }) => capacity > 0),
  ];
}
