import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { ensureOverlayRule } from "#db/testing/factories.ts";

export const RULE_NAME = "customers";
const NETWORKS_PER_VDC = 1000;
/** Each vDC may use more ids than it has networks, so that there are free ones. */
const IDS_PER_VDC = 2000;
const VXLAN_ID_FIRST = 1000;
const VDCS_AT_ONCE = 25;

type SeededVdc = { vdcId: string; vxlanIdFirst: number };

/**
 * vDCs with 1 000 networks each, made inside the database by the same statements that any writer uses: every constraint and
 * trigger is in force.
 */
export async function seedNetworks(
  db: Db,
  vdcCount: number,
  progress: (text: string) => void,
): Promise<SeededVdc> {
  await ensureOverlayRule(db, { name: RULE_NAME });
  await ensureOverlayRule(db, { name: "storage", mtuBytes: 8900, listenPort: 4792 });
  for (let from = 0; from < vdcCount; from += VDCS_AT_ONCE) {
    const to = Math.min(vdcCount, from + VDCS_AT_ONCE) - 1;
    await seedVdcs(db, from, to);
    if ((from / VDCS_AT_ONCE) % 4 === 0)
      progress(`${((to + 1) * NETWORKS_PER_VDC).toLocaleString("en")} networks`);
  }
  return vdcAt(db, Math.floor(vdcCount / 2));
}

async function vdcAt(db: Db, at: number): Promise<SeededVdc> {
  const { rows } = (await db.execute(
    sql`select id as "vdcId" from vdc where name = ${vdcName(at)}`,
    // The columns are those of the statement above.
  )) as unknown as { rows: { vdcId: string }[] };
  const [row] = rows;
  if (!row) throw new Error("The vDC was not made.");
  return { ...row, vxlanIdFirst: VXLAN_ID_FIRST + at * IDS_PER_VDC };
}

const vdcName = (at: number) => `tenant-${String(at).padStart(5, "0")}`;

async function seedVdcs(db: Db, first: number, last: number): Promise<void> {
  const vdcFirst = sql`(${VXLAN_ID_FIRST}::int + at * ${IDS_PER_VDC}::int)`;
  const vdcs = sql`(select v.id, at from generate_series(${first}::int, ${last}::int) at
    join vdc v on v.name = 'tenant-' || lpad(at::text, 5, '0')) v`;
  await db.transaction(async (tx) => {
    await tx.execute(sql`insert into vdc (name)
      select 'tenant-' || lpad(at::text, 5, '0') from generate_series(${first}::int, ${last}::int) at`);
    await tx.execute(
      sql`insert into delegation (vdc_id, network_count_max) select v.id, ${IDS_PER_VDC}::int from ${vdcs}`,
    );
    await tx.execute(sql`insert into vxlan_delegation (vdc_id, overlay_rule_names, vxlan_ids)
      select v.id, array[${RULE_NAME}], int4multirange(int4range(${vdcFirst}, ${vdcFirst} + ${IDS_PER_VDC}::int)) from ${vdcs}`);
    await tx.execute(sql`insert into vlan_delegation (vdc_id, overlay_rule_name, vlan_ids)
      select v.id, ${RULE_NAME}, '{[0,101)}' from ${vdcs}`);
    await tx.execute(sql`insert into vxlan (vxlan_id)
      select ${vdcFirst} + n from ${vdcs}, generate_series(0, ${NETWORKS_PER_VDC - 1}::int) n`);
    await insertNetworks(
      tx,
      sql`select v.id as vdc_id, v.at, n, ${vdcFirst} + n as vxlan_id
      from ${vdcs}, generate_series(0, ${NETWORKS_PER_VDC - 1}::int) n`,
    );
  });
}

async function insertNetworks(tx: Db, rows: ReturnType<typeof sql>): Promise<void> {
  await tx.execute(sql`insert into network
      (vdc_id, name, alias, description, access, subnet, gateway, overlay_rule_name, vxlan_id, vlan_id, mtu_bytes, updated_at)
    select vdc_id, word || '-' || at || '-' || n, word || ' ' || n,
      (array['Front ends of shop', 'Data of customer', 'Tests of team', 'Backups of floor'])[1 + n % 4] || ' ' || (at * 31 + n) % 977,
      case when n % 40 = 39 then 'deleted' when n % 3 = 0 then 'public' else 'private' end,
      set_masklen(('10.0.0.0'::inet + n::bigint * 64)::cidr, 26), '10.0.0.1'::inet + n::bigint * 64,
      ${RULE_NAME}, vxlan_id, 0, 1380 + n % 20, now() - make_interval(secs => (at::bigint * 7919 + n::bigint * 104729) % 31536000)
    from (select *, (array['web', 'db', 'cache', 'mail', 'build', 'lab', 'edge', 'store', 'queue', 'proxy'])[1 + (n * 7 + at) % 10] as word
      from (${rows}) r) w`);
}

/** One vDC that may use anything, with so many networks. */
export async function seedLargeVdc(db: Db, networkCount: number): Promise<string> {
  const at = 90_000;
  const vxlanIdFirst = 10_000_000;
  await db.transaction(async (tx) => {
    await tx.execute(sql`insert into vdc (name) values (${vdcName(at)})`);
    await tx.execute(
      sql`insert into delegation (vdc_id, is_restricted) select id, false from vdc where name = ${vdcName(at)}`,
    );
    await tx.execute(
      sql`insert into vxlan (vxlan_id) select ${vxlanIdFirst}::int + n from generate_series(0, ${networkCount - 1}::int) n`,
    );
    await insertNetworks(
      tx,
      sql`select v.id as vdc_id, ${at}::int as at, n, ${vxlanIdFirst}::int + n as vxlan_id
      from vdc v, generate_series(0, ${networkCount - 1}::int) n where v.name = ${vdcName(at)}`,
    );
  });
  return (await vdcAt(db, at)).vdcId;
}
