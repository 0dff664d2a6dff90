import { sql } from "drizzle-orm";
import { openPostgresDatabase } from "#db/client.ts";
import { cloudActor } from "#db/testing/actor.ts";
import { startTemporaryPostgres, type TemporaryPostgres } from "#db/testing/postgres.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import { VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { createCaller } from "#server/trpc/init.ts";
import { appRouter } from "#server/trpc/root.ts";
import { isBuilt } from "../build.ts";
import { exitWith } from "../exit-with.ts";
import { type Bench, type Figure, measure, ratioOf } from "./bench.ts";
import { measureFilterKeys } from "./filter-keys.ts";
import { RULE_NAME, seedLargeVdc, seedNetworks } from "./networks-seed.ts";

const SMALL_VDCS = 1;
const LARGE_VDCS = 1000;
const NETWORKS_PER_VDC = 1000;
const TABLE_ROWS = 100_000;
const RUNS = 100;
const RATIO_MAX = 2;
const KEY_MILLISECONDS_MAX = 100;

/** A word, a name, an alias, a description, a subnet, an id, two words, and nothing at all. */
const TEXTS = ["web", "edge-0-17", "mail 33", "customer 412", "10.0.3.", "1042", "lab backups", "nowhere"];

const settings = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 0,
  vxlanRestSeconds: 86_400,
  publicAddressExceptions: [],
  isDemoFleet: false,
};

/**
 * What people do with 1 000 and with 1 000 000 networks, asked of the product's own procedures. The vDC that is worked in
 * has 1 000 networks in both.
 */
export const networks: Bench = async (progress) => {
  if (!isBuilt()) exitWith("There is no build yet; run `npm run build` first.");
  const postgres = await startTemporaryPostgres();
  try {
    const small = await measureWith(postgres, "small", SMALL_VDCS, progress);
    const large = await measureWith(postgres, "large", LARGE_VDCS, progress);
    progress(`browser: a table of ${TABLE_ROWS.toLocaleString("en")} rows`);
    const key = await measureFilterKeys(postgres.urlOf("large"), large.largeVdcId);
    const what = Object.keys(small.figures);
    const ratios = Object.fromEntries(
      what.map((name) => [name, ratioOf(large.figures[name] ?? NONE, small.figures[name] ?? NONE)]),
    );
    const goals = Object.fromEntries(
      Object.entries(ratios).flatMap(([name, { p50, p95 }]) => [
        [`${name} p50 ratio`, { value: p50, max: RATIO_MAX }],
        [`${name} p95 ratio`, { value: p95, max: RATIO_MAX }],
      ]),
    );
    return {
      sizes: {
        small: SMALL_VDCS * NETWORKS_PER_VDC,
        large: LARGE_VDCS * NETWORKS_PER_VDC + TABLE_ROWS,
        table: TABLE_ROWS,
      },
      figures: { small: small.figures, large: large.figures, table: { filterKey: key } },
      ratios,
      goals: { ...goals, "filterKey p95 milliseconds": { value: key.p95, max: KEY_MILLISECONDS_MAX } },
    };
  } finally {
    await postgres.stop();
  }
};

const NONE: Figure = { p50: 0, p95: 0, count: 0 };

async function measureWith(
  postgres: TemporaryPostgres,
  name: string,
  vdcCount: number,
  progress: (text: string) => void,
) {
  const maintenance = await openPostgresDatabase(postgres.url);
  await maintenance.db.execute(sql.raw(`create database ${name}`));
  await maintenance.close();
  const database = await openPostgresDatabase(postgres.urlOf(name));
  const { db } = database;
  try {
    const vdc = await seedNetworks(db, vdcCount, (text) => progress(`${name}: ${text}`));
    const largeVdcId = vdcCount > 1 ? await seedLargeVdc(db, TABLE_ROWS) : "";
    progress(`${name}: vacuum and statistics`);
    await db.execute(sql`vacuum analyze`);
    const { network, delegation } = createCaller(appRouter)({
      db,
      events: new EventBus(),
      refreshQueue: { enqueue: async () => undefined },
      settings,
      actor: cloudActor(),
    });
    const { vdcId } = vdc;
    const text = (run: number) => TEXTS[Math.abs(run) % TEXTS.length] ?? "";
    const draft = (run: number) => ({
      name: `bench-${run + RUNS}`,
      subnet: `172.${16 + ((run + RUNS) >> 8)}.${(run + RUNS) & 255}.0/24`,
      overlayRuleName: RULE_NAME,
      vxlanId: "next-free" as const,
      vlanId: 0,
    });
    const everything = {
      vdcId,
      overlayRuleName: RULE_NAME,
      first: VXLAN_BOUNDS.first,
      last: VXLAN_BOUNDS.last,
    };
    const asked: Record<string, (run: number) => Promise<unknown>> = {
      nextFree: (run) => network.preview({ vdcId, draft: draft(run) }),
      create: (run) => network.create({ vdcId, draft: draft(run) }),
      listFirstPage: () => network.list({ vdcId }),
      listFirstPageOfCloud: () => network.listOfCloud({}),
      filterByText: (run) => network.list({ vdcId, text: text(run) }),
      filterByTextOfCloud: (run) => network.listOfCloud({ text: text(run) }),
      rangeMapOverview: () => delegation.getVxlanMap(everything),
    };
    const figures: Record<string, Figure> = {};
    for (const [what, once] of Object.entries(asked)) {
      const figure = await measure(RUNS, once);
      figures[what] = figure;
      progress(`${name}: ${what}, p50 ${figure.p50} ms, p95 ${figure.p95} ms`);
    }
    return { figures, largeVdcId };
  } finally {
    await database.close();
  }
}
