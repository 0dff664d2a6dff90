import { sql, type SQL } from "drizzle-orm";
import type { AllVdcs, VdcScope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";

/** Of one vDC: `overlayRuleName` null for its networks, else its VXLAN ids that are delegated for the rule. */
export type Taken = { vdcId: string; overlayRuleName: string | null; taken: number };
export type TakenChangeRow = {
  vdcId: string;
  overlayRuleName: string | null;
  daysAgo: number;
  change: number;
};

/** `vdcIds`: only these of all. */
type Range = { now: Date; days: number; vdcIds?: readonly string[] };

const inScope = (column: SQL, { vdcId }: VdcScope | AllVdcs, vdcIds?: readonly string[]): SQL => {
  if (vdcId !== null) return sql`${column} = ${vdcId}::uuid`;
  if (!vdcIds) return sql`true`;
  return sql`${column} = any(${`{${vdcIds.join(",")}}`}::uuid[])`;
};

/** What each rule may take: an id counts for each rule it is delegated for, whichever of them uses it. */
const allowedOfRules = (scope: SQL) => sql`allowed as (
  select d.vdc_id, rule.name, range_agg(d.vxlan_ids) as ids
  from vxlan_delegation d
  join overlay_rule rule on rule.name = any(d.overlay_rule_names)
    or (d.overlay_rule_names is null and rule.is_user_rule)
  where ${scope} group by d.vdc_id, rule.name)`;

/** How many networks there are, and how many ids are taken for each rule; what is not there at all is left out. */
export async function listTaken(
  db: Db,
  scope: VdcScope | AllVdcs,
  vdcIds?: readonly string[],
): Promise<Taken[]> {
  const network = sql`(
    with present as (
      select vdc_id, vxlan_id, count(*) as networks from network
      where ${inScope(sql`vdc_id`, scope, vdcIds)} group by vdc_id, vxlan_id),
    ${allowedOfRules(inScope(sql`d.vdc_id`, scope, vdcIds))}
    select vdc_id, null::text as rule_name, sum(networks)::int as taken from present group by vdc_id
    union all
    select p.vdc_id, a.name, count(*)::int from present p join allowed a on a.vdc_id = p.vdc_id
    where p.vxlan_id <@ a.ids
    group by p.vdc_id, a.name) as taken`;
  return db
    .select({
      vdcId: sql<string>`vdc_id`,
      overlayRuleName: sql<string | null>`rule_name`,
      taken: sql<number>`taken`,
    })
    .from(network);
}

/**
 * Net changes of the same numbers by day, from the audit trail. An id comes when its first network does and goes with its
 * last, so each is followed backward from the networks it has now.
 */
export async function listTakenChanges(
  db: Db,
  scope: VdcScope | AllVdcs,
  { now, days, vdcIds }: Range,
): Promise<TakenChangeRow[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const changes = sql`(
    with event as (
      select vdc_id, greatest(0, floor(extract(epoch from (${at} - at)) / 86400))::int as days_ago,
        (before->'subnet' is not null)::int as was, (before->>'vxlanId')::int as id_before,
        (after->'subnet' is not null)::int as becomes, (after->>'vxlanId')::int as id_after
      from audit_event
      where subject_kind = 'network' and at > ${at} - make_interval(days => ${days}::int)
        and ${inScope(sql`vdc_id`, scope, vdcIds)}),
    step as (
      select vdc_id, id_before as vxlan_id, days_ago, -1 as change from event
      where was = 1 and id_before is not null and (becomes = 0 or id_before is distinct from id_after)
      union all
      select vdc_id, id_after, days_ago, 1 from event
      where becomes = 1 and id_after is not null and (was = 0 or id_before is distinct from id_after)),
    daily as (
      select vdc_id, vxlan_id, days_ago, sum(change) as change from step group by vdc_id, vxlan_id, days_ago),
    present as (
      select vdc_id, vxlan_id, count(*) as networks from network
      where vxlan_id is not null and ${inScope(sql`vdc_id`, scope, vdcIds)} group by vdc_id, vxlan_id),
    level as (
      select daily.*, coalesce(present.networks, 0) - coalesce(sum(daily.change) over (
        partition by daily.vdc_id, daily.vxlan_id order by days_ago
        rows between unbounded preceding and 1 preceding), 0) as networks
      from daily left join present using (vdc_id, vxlan_id)),
    presence as (
      select vdc_id, vxlan_id, days_ago, (networks > 0)::int - (networks - change > 0)::int as change from level),
    ${allowedOfRules(inScope(sql`d.vdc_id`, scope, vdcIds))}
    select vdc_id, null::text as rule_name, days_ago, sum(becomes - was)::int as change
    from event where was <> becomes group by vdc_id, days_ago
    union all
    select p.vdc_id, a.name, days_ago, sum(p.change)::int from presence p join allowed a on a.vdc_id = p.vdc_id
    where p.change <> 0 and p.vxlan_id <@ a.ids
    group by p.vdc_id, a.name, days_ago) as changes`;
  return db
    .select({
      vdcId: sql<string>`vdc_id`,
      overlayRuleName: sql<string | null>`rule_name`,
      daysAgo: sql<number>`days_ago`,
      change: sql<number>`change`,
    })
    .from(changes);
}
