import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { announce, LIVE_EVENT_CHANNEL } from "#db/queries/event.ts";
import { insertNode, saveFacts, updateNode } from "#db/queries/node.ts";
import { writePdcPath } from "#db/queries/pdc-path.ts";
import { nodes } from "#db/schema/node.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import type { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { overviewOf } from "#server/domain/mesh/overview.ts";
import type { Node } from "#server/domain/node.ts";
import { healthyNodes, NOW, withFact } from "#server/domain/testing/mesh-nodes.ts";
import { KeptMesh } from "./kept-mesh.ts";
import { freshMesh } from "./mesh-source.ts";

const settings = { staleAfterSeconds: 900, publicAddressExceptions: [] };
const CLOUD = healthyNodes([
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
]);

function told(model: MeshModel) {
  return overviewOf(model, { overlayRuleName: null, warningCountByNodeId: new Map() });
}

async function remove(db: Db, nodeId: string): Promise<void> {
  await db.delete(nodes).where(eq(nodes.id, nodeId));
}

describeOnEachDatabase("the kept mesh", (on) => {
  /** Writes a node as a refresh does; `isTold` false: nobody hears of it. */
  async function write(node: Node, isTold = true, isKnown = false): Promise<void> {
    await on.db.transaction(async (tx) => {
      if (!node.facts) throw new Error(`${node.hostname} has no facts`);
      await saveFacts(tx, node.id, node.facts, { observedAt: NOW, hasChanged: false, isKnown });
      await updateNode(tx, node.id, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: NOW });
      if (isTold) await announce(tx, { topic: "node", id: node.id, vdcId: null });
    });
  }

  async function haveCloud(): Promise<void> {
    for (const { id, hostname } of CLOUD) {
      await remove(on.db, id);
      await insertNode(on.db, {
        id,
        hostname,
        sshAddress: "127.0.0.1",
        sshPort: 41_000 + Number(hostname.slice(2)),
        hostKeyConfirmedAt: NOW,
      });
    }
    for (const node of CLOUD) await write(node);
  }

  /** As a process of its own hears the database. */
  async function follow(): Promise<{ mesh: KeptMesh; summedUp: MeshModel[]; stop: () => Promise<void> }> {
    const events = new EventBus();
    const stopListening = await on.database.listen(LIVE_EVENT_CHANNEL, (payload) => events.receive(payload));
    const mesh = new KeptMesh({ db: on.db, settings }, () => NOW);
    const failures: unknown[] = [];
    const summedUp: MeshModel[] = [];
    const ended = mesh.follow(
      events.events(undefined),
      (error) => failures.push(error),
      async (model) => void summedUp.push(model),
    );
    const stop = async () => {
      events.stop();
      await ended;
      await stopListening();
      expect(failures).toEqual([]);
    };
    return { mesh, summedUp, stop };
  }

  const [first, , third] = CLOUD;
  if (!first || !third) throw new Error("the cloud has three nodes");
  const silent = withFact(third, "probes", [{ targetAddress: "8.8.1.1", isAnswered: false }]);

  it("follows what is announced, in each process", async () => {
    await haveCloud();
    const processes = [await follow(), await follow()];
    const source = freshMesh({ db: on.db, settings });
    for (const { mesh } of processes) expect(told(await mesh.at(NOW)).links.countByState.up).toBe(3);
    await write(silent);
    const emptied = withFact(first, "vmVnics", []);
    await write(emptied);
    for (const { mesh } of processes) {
      await expect.poll(async () => told(await mesh.at(NOW)).links.countByState.degraded).toBe(1);
      await expect.poll(async () => told(await mesh.at(NOW))).toEqual(told(await source.at(NOW)));
    }
    await on.db.transaction(async (tx) => {
      await remove(tx, third.id);
      await announce(tx, { topic: "node", id: third.id, vdcId: null });
      await writePdcPath(tx, ["bru-1", "bru-1"], {
        mtuBytes: 1300,
        declaredAt: NOW,
        declaredByName: "test",
      });
      await announce(tx, { topic: "node", id: null, vdcId: null });
    });
    for (const { mesh, stop } of processes) {
      await expect.poll(async () => told(await mesh.at(NOW)).nodeCount).toBe(2);
      await expect.poll(async () => told(await mesh.at(NOW)).links.fragmentingCount).toBe(1);
      expect(told(await mesh.at(NOW))).toEqual(told(await source.at(NOW)));
      await stop();
    }
  });

  it("finds by comparison what nobody announced", async () => {
    await haveCloud();
    const { mesh, stop } = await follow();
    await mesh.at(NOW);
    await write(silent, false);
    await remove(on.db, first.id);
    expect(told(await mesh.at(NOW)).nodeCount).toBe(3);
    await mesh.compare(NOW);
    expect(told(await mesh.at(NOW))).toEqual(told(await freshMesh({ db: on.db, settings }).at(NOW)));
    expect(told(await mesh.at(NOW)).nodeCount).toBe(2);
    await stop();
  });

  it("takes over the facts it has when all that is new is when they were read", async () => {
    await haveCloud();
    const { mesh, stop } = await follow();
    const before = (await mesh.at(NOW)).node(third.id)?.facts?.probes;
    const later = new Date(NOW.getTime() + 60_000);
    const facts = Object.entries(third.facts ?? {}).map(([name, part]) => [
      name,
      part && name !== "nics" ? { ...part, observedAt: later } : part,
    ]);
    await write({ ...third, facts: Object.fromEntries(facts) }, true, true);
    const now = async () => (await mesh.at(later)).node(third.id)?.facts;
    await expect.poll(async () => (await now())?.probes?.observedAt).toEqual(later);
    expect((await now())?.probes?.value).toBe(before?.value);
    expect((await now())?.nics?.observedAt).toEqual(third.facts?.nics?.observedAt);
    expect(await now()).toEqual((await freshMesh({ db: on.db, settings }).at(later)).node(third.id)?.facts);
    await write(silent);
    await expect.poll(async () => (await now())?.probes?.value.length).toBe(1);
    await stop();
  });

  it("has what changed summed up before anybody asks again", async () => {
    await haveCloud();
    const { mesh, summedUp, stop } = await follow();
    await mesh.at(NOW);
    await write(silent);
    const probeCounts = () => summedUp.map((model) => model.node(third.id)?.facts?.probes?.value.length);
    await expect.poll(probeCounts).toContain(1);
    await stop();
  });

  it("lets facts become stale without anybody telling it", async () => {
    await haveCloud();
    const mesh = new KeptMesh({ db: on.db, settings });
    expect(told(await mesh.at(NOW)).nodeCountByState.up).toBe(3);
    const later = new Date(NOW.getTime() + 1_000_000);
    expect(told(await mesh.at(later)).nodeCountByState.stale).toBe(3);
  });

  it("begins anew after a failure", async () => {
    await haveCloud();
    let isBroken = true;
    const db = new Proxy(on.db, {
      get: (target, key, receiver) => {
        if (isBroken) throw new Error("the database is away");
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    const mesh = new KeptMesh({ db, settings });
    await expect(mesh.at(NOW)).rejects.toThrow("the database is away");
    isBroken = false;
    expect(told(await mesh.at(NOW)).nodeCount).toBe(3);
  });
});
