import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { findNodeRow, insertNode, retireNodeRow, saveFacts, updateNode } from "#db/queries/node.ts";
import { nodeFactsSnapshots, retiredNodes } from "#db/schema/node.ts";
import { nodeRefreshes } from "#db/schema/refresh.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor } from "#server/domain/access.ts";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { Node } from "#server/domain/node.ts";
import { factsOf, healthyNodes, withFact } from "#server/domain/testing/mesh-nodes.ts";
import { freshMesh } from "#server/services/mesh/mesh-source.ts";
import { pruneHistory } from "#server/services/mesh-time/prune-history.ts";
import { recordMoment } from "#server/services/mesh-time/record-moment.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { meshRouter } from "./mesh.ts";

const callerOf = createCaller(router({ mesh: meshRouter }));
const settings = settingsWith();
const NOW = new Date();
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const DAY_MINUTES = 24 * 60;

function factsAt(node: Node, at: Date): NodeFacts {
  return Object.fromEntries(
    Object.entries(factsOf(node)).map(([name, part]) => [name, part && { ...part, observedAt: at }]),
  ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
}

describeOnEachDatabase("the mesh in time", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor, { settings })).mesh;
  const operator = () => as(cloudActor());

  /** Yesterday all was well; an hour ago the guard of the third fell, and it was told so a minute ago again. */
  async function haveHistory(): Promise<string[]> {
    const ids: string[] = [];
    for (const node of healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "bru-1", place: 1 },
      { number: 3, pdcName: "prg-1", place: 2 },
    ])) {
      const number = Number(node.hostname.slice(2));
      const { id } = await insertNode(on.db, {
        hostname: node.hostname,
        sshAddress: "127.0.0.1",
        sshPort: 42_000 + number,
        createdAt: ago(2 * DAY_MINUTES),
        hostKeyConfirmedAt: ago(2 * DAY_MINUTES),
      });
      const refresh = async (at: Date, state: "done" | "unchanged", snapshotId: string | null) =>
        on.db
          .insert(nodeRefreshes)
          .values({ nodeId: id, state, queuedAt: at, startedAt: at, finishedAt: at, snapshotId });
      const first = await saveFacts(on.db, id, factsAt(node, ago(DAY_MINUTES + 60)), {
        observedAt: ago(DAY_MINUTES + 60),
        hasChanged: true,
      });
      await refresh(ago(DAY_MINUTES + 60), "done", first.snapshotId);
      await refresh(ago(DAY_MINUTES), "unchanged", null);
      const now = number === 3 ? withFact(node, "firewall", []) : node;
      if (number === 3) {
        const { snapshotId } = await saveFacts(on.db, id, factsAt(now, ago(60)), {
          observedAt: ago(60),
          hasChanged: true,
        });
        await refresh(ago(60), "done", snapshotId);
      }
      await saveFacts(on.db, id, factsAt(now, ago(1)), { observedAt: ago(1), hasChanged: false });
      await refresh(ago(1), "unchanged", null);
      await updateNode(on.db, id, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: ago(1) });
      ids.push(id);
    }
    return ids;
  }
  let history: Promise<string[]> | null = null;
  const nodeIds = () => (history ??= haveHistory());
  const linkIdOf = ([a, , c]: readonly string[]) => [a, c].toSorted().join(",");

  it("is the present mesh at this instant, and without one", async () => {
    await nodeIds();
    const now = await operator().overview({});
    const { builtAt: _, ...present } = now;
    const { builtAt: at, ...past } = await operator().overview({ at: new Date(Date.now() - 1) });
    expect(past).toEqual(present);
    expect(at.getTime()).toBeLessThan(Date.now());
    const { builtAt: __, ...future } = await operator().overview({ at: new Date(Date.now() + 60_000) });
    expect(future).toEqual(present);
  });

  it("yesterday is judged by the facts of then and by their age then", async () => {
    const ids = await nodeIds();
    const fresh = await operator().link({ id: linkIdOf(ids), at: ago(DAY_MINUTES - 5) });
    expect(fresh).toMatchObject({ state: "up", path: "ipsec" });
    const stale = await operator().link({ id: linkIdOf(ids), at: ago(DAY_MINUTES - 60) });
    expect(stale.state).toBe("stale");
    const open = await operator().link({ id: linkIdOf(ids), at: ago(59) });
    expect(open.path).toBe("clear-text");
    const before = await operator().overview({ at: ago(3 * DAY_MINUTES) });
    expect(before.nodeCount).toBe(0);
  });

  it("compared with now tells first that a link lost its encryption", async () => {
    const ids = await nodeIds();
    const { changes, countByWeight, isUntilNow } = await operator().compare({ from: ago(DAY_MINUTES - 5) });
    expect(isUntilNow).toBe(true);
    expect(changes[0]?.weight).toBe("encryption-lost");
    expect(changes.filter(({ kind }) => kind === "link").map(({ id }) => id)).toContain(linkIdOf(ids));
    expect(countByWeight["encryption-lost"]).toBe(3);
    const nothing = await operator()
      .compare({ from: ago(DAY_MINUTES - 5), to: ago(DAY_MINUTES) })
      .catch((error: unknown) => error);
    expect(nothing).toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
  });

  it("compared with a time of which no facts are kept says so, and since when they are", async () => {
    await nodeIds();
    const first = ago(DAY_MINUTES + 60);
    const late = await operator().compare({ from: ago(DAY_MINUTES - 5) });
    expect(late.unknownUntil).toBeNull();
    const early = await operator().compare({ from: new Date(first.getTime() - 1) });
    expect(early.unknownUntil).toEqual(first);
  });

  it("keeps what a link went through, newest first", async () => {
    const ids = await nodeIds();
    const { changes } = await operator().history({ kind: "link", id: linkIdOf(ids) });
    expect(changes[0]).toMatchObject({ weight: "encryption-lost", at: ago(60) });
  });

  it("writes down a moment only when something looks different, and who it was", async () => {
    const ids = await nodeIds();
    const mesh = freshMesh({ db: on.db, settings });
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    await recordMoment({ db: on.db, mesh }, at(0));
    await recordMoment({ db: on.db, mesh }, at(1));
    const quiet = await operator().timeline({ bucketCount: 24 });
    expect(quiet.keptSince).toEqual(ago(DAY_MINUTES + 60));
    expect(quiet.buckets.reduce((sum, { changeCount }) => sum + changeCount, 0)).toBeLessThanOrEqual(6);
    await updateNode(on.db, ids[0] ?? "", {
      lastRefreshOutcome: "failed",
      lastRefreshCause: "unreachable",
      lastRefreshFinishedAt: ago(0),
    });
    await recordMoment({ db: on.db, mesh }, at(2));
    const { changes } = await operator().history({ kind: "node", id: ids[0] ?? "" });
    expect(changes.map(({ after }) => after?.state)).toEqual(["down", "up"]);
    const { changes: ofPdc } = await operator().history({ kind: "pdc", id: "pdc:bru-1" });
    expect(ofPdc[0]?.sentences).toEqual(["bru-1 was up, then down."]);
    await updateNode(on.db, ids[0] ?? "", {
      lastRefreshOutcome: "ok",
      lastRefreshCause: null,
      lastRefreshFinishedAt: ago(1),
    });
  });

  it("says no more of a node from when it was retired, and all of it before", async () => {
    const [first] = healthyNodes([{ number: 9, pdcName: "old-1", place: 9 }]);
    if (!first) throw new Error("one draft gives one node");
    const { id } = await insertNode(on.db, {
      hostname: "cn9",
      sshAddress: "127.0.0.1",
      sshPort: 42_009,
      createdAt: ago(30),
      hostKeyConfirmedAt: ago(30),
    });
    await saveFacts(on.db, id, factsAt(first, ago(20)), { observedAt: ago(20), hasChanged: true });
    const row = await findNodeRow(on.db, id);
    if (row) await retireNodeRow(on.db, row, ago(10));
    const labels = async (at: Date) => (await operator().overview({ at })).pdcs.map(({ label }) => label);
    expect(await labels(ago(15))).toContain("old-1");
    expect(await labels(ago(10))).not.toContain("old-1");
    expect(await labels(ago(5))).not.toContain("old-1");
  });

  it("is forgotten by age and count, but never the last of a node nor what held at the limit", async () => {
    const { id } = await insertNode(on.db, { hostname: "cn8", sshAddress: "127.0.0.1", sshPort: 42_008 });
    const [node] = healthyNodes([{ number: 8, pdcName: "lim-1", place: 8 }]);
    if (!node) throw new Error("one draft gives one node");
    const at = (days: number) => ago(days * DAY_MINUTES);
    const dayOf = async () =>
      (await on.db.select().from(nodeFactsSnapshots).where(eq(nodeFactsSnapshots.nodeId, id)))
        .map(({ observedAt }) => Math.round((NOW.getTime() - observedAt.getTime()) / 86_400_000))
        .toSorted((a, b) => a - b);
    for (const days of [400, 390, 380, 370, 360, 350]) {
      await saveFacts(on.db, id, factsAt(node, at(days)), { observedAt: at(days), hasChanged: true });
    }
    await on.db
      .insert(retiredNodes)
      .values({ id: randomUUID(), hostname: "x", createdAt: at(500), retiredAt: at(400) });
    await pruneHistory(on.db, { keptDays: 365, snapshotsPerNodeMax: 1000 }, NOW);
    expect(await dayOf()).toEqual([350, 360, 370]);
    expect(await on.db.select().from(retiredNodes).where(eq(retiredNodes.hostname, "x"))).toEqual([]);
    await pruneHistory(on.db, { keptDays: 365, snapshotsPerNodeMax: 2 }, new Date(NOW.getTime() + 60_000));
    expect(await dayOf()).toHaveLength(3);
    await pruneHistory(on.db, { keptDays: 365, snapshotsPerNodeMax: 2 }, new Date(NOW.getTime() + 3_600_000));
    expect(await dayOf()).toEqual([350, 360]);
    await pruneHistory(on.db, { keptDays: 1, snapshotsPerNodeMax: 2 }, new Date(NOW.getTime() + 7_200_000));
    expect(await dayOf()).toEqual([350]);
  });

  it("goes on forgetting while there is more than goes at once, and then rests", async () => {
    const { id } = await insertNode(on.db, { hostname: "cn9", sshAddress: "127.0.0.1", sshPort: 42_009 });
    const [node] = healthyNodes([{ number: 9, pdcName: "lim-1", place: 9 }]);
    if (!node) throw new Error("one draft gives one node");
    const add = async (minutes: number) =>
      saveFacts(on.db, id, factsAt(node, ago(minutes)), { observedAt: ago(minutes), hasChanged: true });
    const keptCount = async () =>
      (await on.db.select().from(nodeFactsSnapshots).where(eq(nodeFactsSnapshots.nodeId, id))).length;
    for (const minutes of [70, 60, 50, 40, 30, 20, 10]) await add(minutes);
    const prune = (minutes: number) =>
      pruneHistory(
        on.db,
        { keptDays: 365, snapshotsPerNodeMax: 2, rowsAtOnceMax: 2 },
        new Date(NOW.getTime() + 86_400_000 + minutes * 60_000),
      );
    const counts = [];
    for (const minutes of [0, 1, 2]) {
      await prune(minutes);
      counts.push(await keptCount());
    }
    expect(counts).toEqual([5, 3, 2]);
    await add(5);
    await prune(3);
    expect(await keptCount()).toBe(3);
  });

  it("keeps for a day how the commands of a refresh went that found nothing new, and of others as long as the refresh", async () => {
    const { id: nodeId } = await insertNode(on.db, {
      hostname: "cn10",
      sshAddress: "127.0.0.1",
      sshPort: 42_010,
    });
    const now = new Date(NOW.getTime() + 3 * DAY_MINUTES * 60_000);
    const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    const sections = [{ key: "clock", exitCode: 0, milliseconds: 3 }];
    const ended = [
      { state: "unchanged" as const, finishedAt: before(DAY_MINUTES + 1), kept: 0 },
      { state: "unchanged" as const, finishedAt: before(DAY_MINUTES - 1), kept: 1 },
      { state: "done" as const, finishedAt: before(DAY_MINUTES + 2), kept: 1 },
      { state: "failed" as const, finishedAt: before(DAY_MINUTES + 3), kept: 1 },
    ];
    const kept = [];
    for (const { state, finishedAt } of ended)
      await on.db.insert(nodeRefreshes).values({ nodeId, state, queuedAt: finishedAt, finishedAt, sections });
    await pruneHistory(on.db, { keptDays: 365, snapshotsPerNodeMax: 1000, rowsAtOnceMax: 1000 }, now);
    const rows = await on.db.select().from(nodeRefreshes).where(eq(nodeRefreshes.nodeId, nodeId));
    for (const { state, finishedAt } of ended) {
      const row = rows.find(
        (each) => each.state === state && each.finishedAt?.getTime() === finishedAt.getTime(),
      );
      kept.push(Array.isArray(row?.sections) ? row.sections.length : null);
    }
    expect(kept).toEqual(ended.map((each) => each.kept));
  });

  it("is not found by anybody of a vDC, whatever is asked", async () => {
    const ids = await nodeIds();
    const member = as(vdcActor(randomUUID()));
    for (const asked of [
      member.timeline({}),
      member.compare({ from: ago(5) }),
      member.history({ kind: "node", id: ids[0] ?? "" }),
      member.overview({ at: ago(5) }),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(null).timeline({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
