import { and, asc, desc, eq, exists, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { AllVdcs, Scope } from "#server/domain/access.ts";
import {
  type CloudNetworkFilter,
  type NetworkCursor,
  type NetworkPage,
  type NetworkSort,
  searchWords,
} from "#server/domain/network/list.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { overlayRules } from "../schema/overlay-rule.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";
import { type Network, networkColumns } from "./network.ts";

type SortKey = { key: SQL; text: SQL; parse: (text: string) => SQL };

const plain = (key: SQL): SortKey => ({ key, text: sql`${key}::text`, parse: (text) => sql`${text}` });
const integer = (key: SQL): SortKey => ({ ...plain(key), parse: (text) => sql`${text}::int` });
const NAME = plain(sql`(lower(${networks.name}) collate "C")`);
const VDC_NAME = plain(sql`(lower(${vdcs.name}) collate "C")`);

/** Each ends with the network's id, which no two share, and has an index, in one vDC and in the cloud. */
const SORT_KEYS: Record<NetworkSort, readonly SortKey[]> = {
  name: [NAME],
  vdcName: [VDC_NAME, NAME],
  segment: [integer(sql`coalesce(${networks.vxlanId}, 0)`), integer(sql`${networks.vlanId}`)],
  subnet: [{ ...plain(sql`${networks.subnet}`), parse: (text) => sql`${text}::cidr` }],
  mtuBytes: [integer(sql`${networks.mtuBytes}`)],
  updatedAt: [
    {
      key: sql`${networks.updatedAt}`,
      // To the microsecond, which JavaScript's own instants do not have.
      text: sql`to_char(${networks.updatedAt} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      parse: (text) => sql`${text}::timestamptz`,
    },
  ],
};

/** The vDC's delegation, where it restricts, does not hold the segment; the same as `isSegmentDelegated` says. */
const isOutsideDelegation = sql<boolean>`(
  exists (select 1 from delegation d where d.vdc_id = ${networks.vdcId} and d.is_restricted)
  and not case when ${networks.nicTagName} is not null
    then exists (
      select 1 from vlan_delegation v
      where v.vdc_id = ${networks.vdcId} and v.nic_tag_name = ${networks.nicTagName} and v.vlan_ids @> ${networks.vlanId})
    else exists (
      select 1 from vxlan_delegation x join overlay_rule r on r.name = ${networks.overlayRuleName}
      where x.vdc_id = ${networks.vdcId} and x.vxlan_ids @> ${networks.vxlanId}
        and case when x.overlay_rule_names is null then r.is_user_rule else r.name = any (x.overlay_rule_names) end
        and case when x.shared_vlan_ids is not null then x.shared_vlan_ids @> ${networks.vlanId}
          else exists (
            select 1 from vlan_delegation v
            where v.vdc_id = ${networks.vdcId} and v.overlay_rule_name = r.name and v.vlan_ids @> ${networks.vlanId}) end)
    end)`;

const escaped = (word: string) => word.replace(/[\\%_]/g, String.raw`\$&`);

/** Each part of the searched text is led by a space. `isIndexed`: through the index of all networks' texts. */
function mentions({ word, isAnywhere }: ReturnType<typeof searchWords>[number], isIndexed: boolean): SQL {
  const text = isAnywhere ? word : ` ${word}`;
  return isIndexed
    ? sql`${networks.searchText} like ${`%${escaped(text)}%`}`
    : sql`strpos(${networks.searchText}, ${text}) > 0`;
}

/** Up to so many networks are read faster one by one than found in the texts of the whole cloud. */
const NETWORKS_READ_MAX = 5000;

async function isTextIndexWorthwhile(db: Db, vdcId: string | undefined, text: string): Promise<boolean> {
  if (text === "" || vdcId === undefined) return true;
  const some = db
    .select({ one: sql`1`.as("one") })
    .from(networks)
    .where(eq(networks.vdcId, vdcId))
    .limit(NETWORKS_READ_MAX + 1)
    .as("some");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  return (row?.count ?? 0) > NETWORKS_READ_MAX;
}

export function matches(
  scope: Scope | AllVdcs,
  { text, access, overlayRuleName, nicTagName, isOutsideDelegation: isOutside, inVdcId }: CloudNetworkFilter,
  { isTextIndexed = true }: { isTextIndexed?: boolean } = {},
): SQL | undefined {
  const vdcId = scope.vdcId ?? inVdcId;
  return and(
    vdcId === undefined ? undefined : eq(networks.vdcId, vdcId),
    access === "kept" ? ne(networks.access, "deleted") : undefined,
    access === "kept" || access === "all" ? undefined : eq(networks.access, access),
    overlayRuleName === undefined ? undefined : eq(networks.overlayRuleName, overlayRuleName),
    nicTagName === undefined ? undefined : eq(networks.nicTagName, nicTagName),
    isOutside ? isOutsideDelegation : undefined,
    ...searchWords(text).map((word) => mentions(word, isTextIndexed)),
  );
}

function comesAfter(sort: NetworkSort, isDescending: boolean, { keys, id }: NetworkCursor): SQL | undefined {
  const sortKeys = SORT_KEYS[sort];
  const last = sortKeys.map(({ parse }, at) => parse(keys[at] ?? ""));
  const here = sql.join([...sortKeys.map(({ key }) => key), sql`${networks.id}`], sql`, `);
  const there = sql.join([...last, sql`${id}::uuid`], sql`, `);
  const [first] = sortKeys;
  const after = isDescending ? sql`(${here}) < (${there})` : sql`(${here}) > (${there})`;
  if (sort !== "vdcName" || !first || !last[0]) return after;
  // No index spans both tables, so those of the vDCs before are left out by themselves.
  return and(after, isDescending ? sql`${first.key} <= ${last[0]}` : sql`${first.key} >= ${last[0]}`);
}

/** One page; `nextCursor` null: it is the last. A page begins where the one before ended, whatever was written in between. */
export async function listNetworkPage(
  db: Db,
  scope: Scope | AllVdcs,
  { sort, isDescending, limit, cursor, ...filter }: NetworkPage,
): Promise<{ networks: (Network & { isOutsideDelegation: boolean })[]; nextCursor: NetworkCursor | null }> {
  const sortKeys = SORT_KEYS[sort];
  const direction = isDescending ? desc : asc;
  const isTextIndexed = await isTextIndexWorthwhile(db, scope.vdcId ?? filter.inVdcId, filter.text);
  const rows = await db
    .select({
      ...networkColumns,
      isOutsideDelegation,
      keys: sql<string[]>`array[${sql.join(
        sortKeys.map(({ text }) => text),
        sql`, `,
      )}]`,
    })
    .from(networks)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .leftJoin(users, eq(users.id, networks.ownerUserId))
    .where(
      and(
        matches(scope, filter, { isTextIndexed }),
        cursor ? comesAfter(sort, isDescending, cursor) : undefined,
      ),
    )
    .orderBy(...sortKeys.map(({ key }) => direction(key)), direction(networks.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    networks: page.map(({ keys: _keys, ...network }) => network),
    nextCursor: rows.length > limit && last ? { keys: last.keys, id: last.id } : null,
  };
}

/** False also for a network that is not there. */
export async function isNetworkOutside(db: Db, scope: Scope | AllVdcs, networkId: string): Promise<boolean> {
  const [row] = await db
    .select({ one: sql`1` })
    .from(networks)
    .where(
      and(
        eq(networks.id, networkId),
        scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId),
        isOutsideDelegation,
      ),
    );
  return row !== undefined;
}

/** Overlay rules and NIC tags that networks in scope are on, by name. */
export async function listUsedCarriers(
  db: Db,
  scope: Scope | AllVdcs,
): Promise<{ overlayRuleNames: string[]; nicTagNames: string[] }> {
  const inScope = scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId);
  const onRule = db
    .select({ one: sql`1` })
    .from(networks)
    .where(and(eq(networks.overlayRuleName, overlayRules.name), inScope));
  const rules = await db
    .select({ name: overlayRules.name })
    .from(overlayRules)
    .where(exists(onRule))
    .orderBy(asc(overlayRules.name));
  const tags = await db
    .selectDistinct({ name: sql<string>`${networks.nicTagName}` })
    .from(networks)
    .where(and(isNotNull(networks.nicTagName), inScope))
    .orderBy(asc(networks.nicTagName));
  return { overlayRuleNames: rules.map(({ name }) => name), nicTagNames: tags.map(({ name }) => name) };
}

/** Counts to `countMax` and no further, so that it costs the same whatever there is; null: there are more. */
export async function countNetworks(
  db: Db,
  scope: Scope | AllVdcs,
  filter: CloudNetworkFilter,
  countMax: number,
): Promise<number | null> {
  const isTextIndexed = await isTextIndexWorthwhile(db, scope.vdcId ?? filter.inVdcId, filter.text);
  const found = db
    .select({ one: sql`1`.as("one") })
    .from(networks)
    .where(matches(scope, filter, { isTextIndexed }))
    .limit(countMax + 1)
    .as("found");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(found);
  const count = row?.count ?? 0;
  return count > countMax ? null : count;
}
