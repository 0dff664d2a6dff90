import { setImmediate } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import { lockWarnings } from "#db/queries/warning-findings.ts";
import { listNetworkFacts, listPartFailures } from "#db/queries/warning-situation.ts";
import { listStoredWarningsAfter, listStoredWarningsOf } from "#db/queries/warning-stored.ts";
import type { LiveEvent } from "#server/domain/live-event.ts";
import type { Node } from "#server/domain/node.ts";
import type { Settings } from "#server/domain/settings.ts";
import { type Finding, reconcileWarnings, type StoredWarning } from "#server/domain/warning.ts";
import { identityOf } from "#server/domain/warnings/model/results.ts";
import { WarningModel } from "#server/domain/warnings/model/warning-model.ts";
import { WARNING_RULES } from "#server/domain/warnings/rules.ts";
import type { Delegated } from "#server/domain/warnings/situation.ts";
import { inSlices } from "../in-slices.ts";
import type { MeshSource } from "../mesh/mesh-source.ts";
import { readDelegated } from "./read-delegated.ts";
import { writeWarningChanges } from "./write-changes.ts";

/** Announcements may be lost with a connection, and another process may have written what it knew earlier. */
const COMPARE_MILLISECONDS = 300_000;
const ROWS_AT_ONCE = 500;

type Deps = { db: Db; settings: Settings; mesh: MeshSource };

/** Where the warnings of an instant can be tried on. */
export type WarningsSource = Pick<KeptWarnings, "during">;

/**
 * Warnings as this process judges them: from scratch at the first time and every few minutes compared with all that is
 * written; in between of a changed node or network that alone is judged, and only what that changes is written.
 */
export class KeptWarnings {
  readonly #deps: Deps;
  #model: WarningModel | null = null;
  #nodeById = new Map<string, Node>();
  #dueNetworkIds = new Set<string>();
  #areNetworksDue = true;
  #arePathsDue = true;
  #areHoldingsDue = true;
  /** null: to be read again. */
  #delegations: Delegated["delegations"] | null = null;
  #comparedAtMs = Number.NEGATIVE_INFINITY;
  /** Open, not found any more, and kept open by what cannot be told. */
  #lingering = new Map<string, StoredWarning>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What is announced is looked at when warnings are judged the next time. */
  heard({ topic, id }: LiveEvent): void {
    if (topic === "network" && id !== null) this.#dueNetworkIds.add(id);
    else if (topic === "network" || topic === "vdc" || topic === "delegation") this.#areNetworksDue = true;
    else if (topic === "node" && id === null) this.#arePathsDue = true;
    if (topic === "vdc" || topic === "delegation") this.#delegations = null;
    if (topic !== "node") this.#areHoldingsDue = true;
  }

  /** Judges what changed since the last time and writes the difference; one at a time, and after a failure all anew. */
  keepUp(now: Date): Promise<void> {
    const done = this.#last.then(() => this.#keepUp(now));
    this.#last = done.catch(() => {
      this.#comparedAtMs = Number.NEGATIVE_INFINITY;
    });
    return done;
  }

  /** For work that tries something on what is known now and pauses: the model is lent to it alone, and is to be left as it was. */
  during<T>(now: Date, work: (model: WarningModel) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => this.#lend(await this.#settled(now), work));
    this.#last = done.catch(() => {});
    return done;
  }

  async #lend<T>(model: WarningModel, work: (model: WarningModel) => Promise<T>): Promise<T> {
    try {
      return await work(model);
    } catch (error) {
      // It may have been left in the middle.
      this.#forget();
      throw error;
    }
  }

  async #keepUp(now: Date): Promise<void> {
    // Whoever else follows announcements has heard the same ones then.
    await setImmediate();
    const isWhole = now.getTime() - this.#comparedAtMs >= COMPARE_MILLISECONDS;
    if (isWhole) {
      this.#areNetworksDue = this.#arePathsDue = this.#areHoldingsDue = true;
      this.#delegations = null;
    }
    const model = await this.#settled(now);
    if (isWhole) {
      await this.#compareAll(model, now);
      this.#comparedAtMs = now.getTime();
    } else await this.#writeDifference(model, now);
  }

  async #settled(now: Date): Promise<WarningModel> {
    try {
      const model = await this.#catchUp(now);
      await inSlices(model.work());
      return model;
    } catch (error) {
      // It may have taken in a half of what changed.
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#model = null;
    this.#comparedAtMs = Number.NEGATIVE_INFINITY;
  }

  async #catchUp(now: Date): Promise<WarningModel> {
    const { db, settings, mesh } = this.#deps;
    const nodes = (await mesh.at(now)).nodes();
    if (!this.#model) this.#nodeById.clear();
    const model = (this.#model ??= WarningModel.of(WARNING_RULES, {
      nodes: [],
      partFailuresByNodeId: new Map(),
      networks: [],
      pathMtus: [],
      delegations: [],
      overlayRules: [],
      restingVxlans: [],
      settings,
      now,
    }));
    model.advance(now);
    await this.#readNetworks(model);
    if (this.#areHoldingsDue) {
      this.#areHoldingsDue = false;
      const delegated = await readDelegated(db, now, this.#delegations);
      this.#delegations = delegated.delegations;
      model.setDelegated(delegated);
    }
    if (this.#arePathsDue) {
      this.#arePathsDue = false;
      model.setPathMtus(await listPathMtus(db));
    }
    const present = new Set(nodes.map(({ id }) => id));
    const removedIds = [...this.#nodeById.keys()].filter((id) => !present.has(id));
    const changed = nodes.filter((node) => this.#nodeById.get(node.id) !== node);
    const ids = this.#nodeById.size === 0 ? null : changed.map(({ id }) => id);
    const partFailures = ids?.length === 0 ? new Map() : await listPartFailures(db, ids);
    await inSlices(takeIn(model, changed, removedIds, partFailures));
    for (const id of removedIds) this.#nodeById.delete(id);
    for (const node of changed) this.#nodeById.set(node.id, node);
    return model;
  }

  async #readNetworks(model: WarningModel): Promise<void> {
    const areAllDue = this.#areNetworksDue;
    const ids = areAllDue ? null : [...this.#dueNetworkIds];
    this.#areNetworksDue = false;
    this.#dueNetworkIds.clear();
    if (ids?.length === 0) return;
    const networks = await listNetworkFacts(this.#deps.db, ids);
    const present = new Set(networks.map(({ id }) => id));
    model.updateNetworks(
      networks,
      [...(ids ?? model.networkIds)].filter((id) => !present.has(id)),
    );
  }

  async #writeDifference(model: WarningModel, now: Date): Promise<void> {
    const { identities, findings, decidedCodes } = model.takeDifference();
    const released = [...this.#lingering.values()].filter(
      (warning) => decidedCodes.has(warning.code) && model.undecidedAmong([warning]).length === 0,
    );
    if (identities.size === 0 && released.length === 0) return;
    const asked = new Map(released.map((warning) => [identityOf(warning), warning.subject.key]));
    for (const identity of identities) asked.set(identity, identity.slice(identity.indexOf(" ") + 1));
    await this.#deps.db.transaction(async (tx) => {
      await lockWarnings(tx);
      const stored = await listStoredWarningsOf(
        tx,
        [...asked].map(([identity, subjectKey]) => ({
          code: identity.slice(0, identity.indexOf(" ")),
          subjectKey,
        })),
      );
      await this.#reconcile(tx, model, stored, findings, now);
    });
  }

  async #compareAll(model: WarningModel, now: Date): Promise<void> {
    model.takeDifference();
    this.#lingering.clear();
    await this.#deps.db.transaction(async (tx) => {
      await lockWarnings(tx);
      const told = new Set<string>();
      for (let afterId: string | null | undefined = null; afterId !== undefined;) {
        const stored: StoredWarning[] = await listStoredWarningsAfter(tx, afterId, ROWS_AT_ONCE);
        const findings = stored.flatMap((warning) => model.finding(identityOf(warning)) ?? []);
        for (const finding of findings) told.add(identityOf(finding));
        await this.#reconcile(tx, model, stored, findings, now);
        afterId = stored.at(-1)?.id;
        await setImmediate();
      }
      const untold = model.judgement().findings.filter((finding) => !told.has(identityOf(finding)));
      for (let from = 0; from < untold.length; from += ROWS_AT_ONCE) {
        await this.#reconcile(tx, model, [], untold.slice(from, from + ROWS_AT_ONCE), now);
      }
    });
  }

  async #reconcile(
    tx: Db,
    model: WarningModel,
    stored: readonly StoredWarning[],
    findings: Finding[],
    now: Date,
  ): Promise<void> {
    const undecided = model.undecidedAmong(stored);
    await writeWarningChanges(tx, reconcileWarnings(stored, { findings, undecided }, now), now);
    const undecidedCodes = new Set(undecided.map(({ code, touching }) => `${code} ${touching}`));
    for (const warning of stored) {
      const identity = identityOf(warning);
      const isKeptOpen = warning.touches.some((key) => undecidedCodes.has(`${warning.code} ${key}`));
      if (warning.isOpen && isKeptOpen && !model.finding(identity)) this.#lingering.set(identity, warning);
      else this.#lingering.delete(identity);
    }
  }
}

function* takeIn(
  model: WarningModel,
  nodes: readonly Node[],
  removedIds: readonly string[],
  partFailures: Parameters<WarningModel["update"]>[2],
): Generator<void> {
  model.update([], removedIds);
  for (const node of nodes) {
    model.update([node], [], partFailures);
    yield;
  }
}
