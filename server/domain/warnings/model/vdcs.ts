import { isIdInRanges } from "../../id-range.ts";
import type { Delegated, VdcDelegation } from "../situation.ts";

/** What vDCs were delegated, beside the ids that rest. */
export class Vdcs {
  #delegated: Delegated = { delegations: [], overlayRules: [], restingVxlans: [] };
  readonly #byId = new Map<string, VdcDelegation>();
  readonly #textById = new Map<string, string>();

  get all(): readonly VdcDelegation[] {
    return this.#delegated.delegations;
  }

  get delegated(): Delegated {
    return this.#delegated;
  }

  get overlayRules(): Delegated["overlayRules"] {
    return this.#delegated.overlayRules;
  }

  get(id: string): VdcDelegation | undefined {
    return this.#byId.get(id);
  }

  /** Sorted, each once. */
  restingVxlanIds(now: Date): readonly number[] {
    const resting = this.#delegated.restingVxlans.filter(({ restsUntil }) => restsUntil > now);
    return [...new Set(resting.map(({ vxlanId }) => vxlanId))].toSorted((a, b) => a - b);
  }

  /** Tells the vDCs for which something is not as it was. */
  set(delegated: Delegated, changed: (vdcIds: Iterable<string>, areDelegationsOther: boolean) => void): void {
    const before = this.#delegated;
    this.#delegated = delegated;
    const others = before.delegations === delegated.delegations ? [] : this.#setDelegations();
    if (others.length > 0) changed(others, true);
    if (JSON.stringify(before.overlayRules) !== JSON.stringify(delegated.overlayRules)) {
      changed(this.#byId.keys(), false);
    }
    const [was, is] = [restsOf(before), restsOf(delegated)];
    const rests = [...was.symmetricDifference(is)].map((rest) => Number.parseInt(rest, 10));
    if (rests.length > 0) changed(this.#holdersOf(rests), false);
  }

  /** vDCs of whose ids some may be used again. */
  advance(earlier: Date, now: Date): string[] {
    const ended = this.#delegated.restingVxlans.filter(
      ({ restsUntil }) => restsUntil > earlier && restsUntil <= now,
    );
    return this.#holdersOf(ended.map(({ vxlanId }) => vxlanId));
  }

  #holdersOf(vxlanIds: readonly number[]): string[] {
    if (vxlanIds.length === 0) return [];
    return this.all
      .filter(({ delegation }) =>
        delegation.vxlanDelegations.some((row) => vxlanIds.some((id) => isIdInRanges(row.vxlanIds, id))),
      )
      .map(({ vdcId }) => vdcId);
  }

  #setDelegations(): string[] {
    const changed: string[] = [];
    const gone = new Set(this.#byId.keys());
    for (const vdc of this.all) {
      const text = JSON.stringify(vdc);
      gone.delete(vdc.vdcId);
      this.#byId.set(vdc.vdcId, vdc);
      if (this.#textById.get(vdc.vdcId) !== text) changed.push(vdc.vdcId);
      this.#textById.set(vdc.vdcId, text);
    }
    for (const id of gone) {
      this.#byId.delete(id);
      this.#textById.delete(id);
    }
    return [...changed, ...gone];
  }
}

function restsOf({ restingVxlans }: Delegated): Set<string> {
  return new Set(restingVxlans.map(({ vxlanId, restsUntil }) => `${vxlanId} ${restsUntil.getTime()}`));
}
