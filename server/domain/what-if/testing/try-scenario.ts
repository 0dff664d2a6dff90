import { MeshModel } from "../../mesh/model/mesh-model.ts";
import type { Node } from "../../node.ts";
import { NOW } from "../../testing/mesh-nodes.ts";
import { WarningModel } from "../../warnings/model/warning-model.ts";
import { WARNING_RULES } from "../../warnings/rules.ts";
import { applyScenario, type Present } from "../apply-scenario.ts";
import { judgeMesh, type ScenarioAnswer, withWarnings } from "../judge-scenario.ts";
import type { ScenarioChange } from "../scenario.ts";
import { warningChanges } from "../warning-changes.ts";

/** A cloud of these nodes alone. */
export function presentOf(nodes: readonly Node[], more: Partial<Present> = {}): Present {
  return {
    nodes: nodes.map((node) => (node.isConfirmed ? node : { ...node, facts: null })),
    partFailuresByNodeId: new Map(),
    networks: [],
    pathMtus: [],
    settings: { staleAfterSeconds: 900, publicAddressExceptions: [] },
    now: NOW,
    delegations: [],
    overlayRules: [],
    restingVxlans: [],
    ...more,
  };
}

/** Without its pauses. */
export function drained<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

export function meshOf({ nodes, settings, now, pathMtus }: Present): MeshModel {
  return MeshModel.of(nodes, { ...settings, now, pathMtus });
}

export function tryScenario(
  present: Present,
  changes: readonly ScenarioChange[],
  model = WarningModel.of(WARNING_RULES, present),
): ScenarioAnswer {
  const applied = applyScenario(present, changes);
  const contextByVdcId = new Map(
    present.delegations.map(({ vdcId }) => [
      vdcId,
      {
        overlayRules: present.overlayRules,
        nicTagNames: [],
        otherVdcs: present.delegations
          .filter((other) => other.vdcId !== vdcId)
          .map(({ vdcId: id, vdcName, delegation }) => ({
            vdcId: id,
            name: vdcName,
            delegation,
            networks: [],
          })),
      },
    ]),
  );
  const question = { mesh: meshOf(present), present, changes, applied, contextByVdcId };
  return withWarnings(drained(judgeMesh(question)), drained(warningChanges(model, present, applied.after)));
}
