import { expect, it } from "vitest";
import { insertNode, updateNode } from "#db/queries/node.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { openTestWarnings } from "#db/testing/warning.ts";
import { settingsWith } from "#server/trpc/testing/context.ts";
import { readMetrics } from "./metrics.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const settings = settingsWith({ refreshIntervalSeconds: 300 });

describeOnEachDatabase("metrics", (on) => {
  const lines = async () => (await readMetrics({ db: on.db, settings }, NOW)).split("\n");

  it("count nothing where there is nothing, and tell no age that is not known", async () => {
    expect(await lines()).toContain('overmesh_nodes{state="up"} 0');
    expect((await lines()).filter((line) => line.startsWith("overmesh_oldest"))).toEqual([]);
  });

  it("count warnings by code and severity, and nodes by state", async () => {
    await openTestWarnings(on.db, 3, NOW);
    await openTestWarnings(on.db, 2, NOW, { acknowledgedAt: NOW });
    await openTestWarnings(on.db, 1, NOW, { severity: "info", code: "mtu-jumbo" });
    await openTestWarnings(on.db, 1, NOW, { resolvedAt: NOW });
    const confirmed = { hostKeyConfirmedAt: ago(9000) };
    const ok = { lastRefreshOutcome: "ok" as const };
    const failed = (lastRefreshCause: string) => ({
      lastRefreshOutcome: "failed" as const,
      lastRefreshCause,
    });
    for (const [index, row] of [
      { ...confirmed, ...ok, factsObservedAt: ago(60) },
      { ...confirmed, ...ok, factsObservedAt: ago(1800) },
      { ...confirmed, ...failed("unreachable"), factsObservedAt: ago(60) },
      { ...confirmed, ...failed("time-out"), factsObservedAt: ago(60) },
      { ...confirmed },
      { ...ok, factsObservedAt: ago(5000) },
    ].entries()) {
      const { id } = await insertNode(on.db, { hostname: `n${index}`, sshAddress: `192.0.2.${index}` });
      await updateNode(on.db, id, row);
    }
    const told = await lines();
    expect(told).toEqual(
      expect.arrayContaining([
        'overmesh_open_warnings{code="node-unreachable",severity="critical",reviewed="false"} 3',
        'overmesh_open_warnings{code="node-unreachable",severity="critical",reviewed="true"} 2',
        'overmesh_open_warnings{code="mtu-jumbo",severity="info",reviewed="false"} 1',
        'overmesh_nodes{state="up"} 1',
        'overmesh_nodes{state="stale"} 1',
        'overmesh_nodes{state="down"} 1',
        'overmesh_nodes{state="degraded"} 1',
        'overmesh_nodes{state="unknown"} 2',
        "overmesh_oldest_facts_age_seconds 1800",
        'overmesh_refreshes_last_hour{outcome="done"} 0',
        'overmesh_queue_length{queue="notification"} 0',
      ]),
    );
  });
});
