import { expect, it } from "vitest";
import { insertNode, saveFacts, updateNode } from "#db/queries/node.ts";
import { nodes as nodeRows } from "#db/schema/node.ts";
import { warnings } from "#db/schema/warning.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { Settings } from "#server/domain/settings.ts";
import { healthyCloud } from "#server/domain/warnings/testing/healthy-cloud.ts";
import { drained } from "#server/domain/what-if/testing/try-scenario.ts";
import { KeptMesh } from "../mesh/kept-mesh.ts";
import { KeptWarnings } from "./kept-warnings.ts";

const SETTINGS: Settings = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 0,
  vxlanRestSeconds: 0,
  publicAddressExceptions: ["198.18.0.0/15"],
  isDemoFleet: false,
};
const AT = new Date("2026-03-01T12:00:00Z");
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

describeOnEachDatabase("warnings that a process keeps up", (on) => {
  const openCodes = async () => {
    const rows = await on.db.select().from(warnings);
    return rows
      .filter(({ resolvedAt }) => resolvedAt === null)
      .map(({ code }) => code)
      .toSorted();
  };

  async function started() {
    await on.db.delete(nodeRows);
    await on.db.delete(warnings);
    const { nodes } = healthyCloud();
    for (const { id, hostname, facts } of nodes) {
      await insertNode(on.db, {
        id,
        hostname,
        sshAddress: `${hostname}.invalid`,
        hostKeyConfirmedAt: AT,
        facts,
        lastRefreshOutcome: "ok",
        lastRefreshFinishedAt: AT,
      });
    }
    const mesh = new KeptMesh({ db: on.db, settings: SETTINGS });
    const kept = new KeptWarnings({ db: on.db, settings: SETTINGS, mesh });
    await kept.keepUp(AT);
    const [first, second] = nodes;
    if (!first || !second) throw new Error("there are four nodes");
    /** As when the change was announced. */
    const read = async (seconds: number) => {
      await mesh.compare(later(seconds));
      await kept.keepUp(later(seconds));
    };
    return { first, second, mesh, kept, read };
  }

  it("writes what one node's change opens and closes, and what time does", async () => {
    const { first, kept, read } = await started();
    const codes = await openCodes();
    await updateNode(on.db, first.id, {
      lastRefreshOutcome: "failed",
      lastRefreshFinishedAt: AT,
      lastRefreshCause: "unreachable",
    });
    await read(1);
    expect(await openCodes()).toEqual([...codes, "node-unreachable"].toSorted());
    await updateNode(on.db, first.id, { lastRefreshOutcome: "ok", lastRefreshCause: null });
    await read(2);
    expect(await openCodes()).toEqual(codes);
    await kept.keepUp(later(290));
    expect(await openCodes()).toEqual(codes);
    await kept.keepUp(later(1000));
    expect((await openCodes()).filter((code) => code === "node-facts-stale")).toHaveLength(4);
  });

  it("keeps open what cannot be told for a while, and closes it when it can", async () => {
    const { first, read } = await started();
    if (!first.facts?.identity) throw new Error("a healthy node says who it is");
    const { facts } = first;
    const { identity } = first.facts;
    const write = (change: Partial<NodeFacts>) =>
      saveFacts(on.db, first.id, { ...facts, ...change }, { observedAt: AT, hasChanged: false });
    await write({ identity: { ...identity, value: { ...identity.value, pdcName: "" } } });
    await read(1);
    expect(await openCodes()).toContain("pdc-name-missing");
    await write({ identity: null });
    await read(2);
    expect(await openCodes()).toContain("pdc-name-missing");
    await write({});
    await read(3);
    expect(await openCodes()).not.toContain("pdc-name-missing");
  });

  it("lends what it holds, and writes afterwards what it has not told yet, but nothing of what was tried", async () => {
    const { first, second, mesh, kept, read } = await started();
    const codes = await openCodes();
    await updateNode(on.db, first.id, { lastRefreshOutcome: "failed", lastRefreshCause: "unreachable" });
    await mesh.compare(later(1));
    const tried = await kept.during(later(1), async (model) =>
      drained(model.trying({ nodes: [], removedIds: [second.id], pathMtus: null, delegations: null })),
    );
    expect(tried.opened.length + tried.closed.length).toBeGreaterThan(0);
    expect(await openCodes()).toEqual(codes);
    await read(2);
    expect(await openCodes()).toEqual([...codes, "node-unreachable"].toSorted());
  });

  it("judges all anew after something that was tried broke off in the middle", async () => {
    const { second, kept, read } = await started();
    const codes = await openCodes();
    const broken = kept.during(later(1), async (model) => {
      model.update([], [second.id]);
      throw new Error("broken off");
    });
    await expect(broken).rejects.toThrow("broken off");
    await read(2);
    expect(await openCodes()).toEqual(codes);
  });

  it("mends within minutes what another process wrote of earlier facts", async () => {
    const { kept } = await started();
    await on.db.insert(warnings).values({
      code: "node-unreachable",
      subjectKey: "node:gone",
      severity: "critical",
      subjectKind: "node",
      subjectLabel: "gone",
      cause: "It was removed.",
      remedy: "None.",
      evidence: [],
      openedAt: AT,
    });
    await kept.keepUp(later(10));
    expect(await openCodes()).toContain("node-unreachable");
    await kept.keepUp(later(400));
    expect(await openCodes()).not.toContain("node-unreachable");
  });
});
