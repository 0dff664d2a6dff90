import type { DelegationContext } from "../delegation-conflicts.ts";
import type { MeshModel } from "../mesh/model/mesh-model.ts";
import type { Applied, Outcome, Present } from "./apply-scenario.ts";
import { type DelegationAnswer, delegationAnswers } from "./delegation-answer.ts";
import { concernedNodeIds, imaginedPaths, imagineMesh } from "./imagined-mesh.ts";
import { ENCRYPTION_CHANGES, type EncryptionChange } from "./look.ts";
import { type MergedPlace, mergedPlacesOf, type SplitPlace, splitPlacesOf } from "./merged-places.ts";
import { type Picture, pictureOf } from "./picture.ts";
import type { ScenarioChange } from "./scenario.ts";
import { type Step, stepsOf } from "./steps.ts";
import { type ChangeGroup, type MtuChange, Tally } from "./tally.ts";
import { type Touched, touchedBy } from "./touched.ts";
import { groupNodes, transitionsOf } from "./transitions.ts";
import type { WarningChanges } from "./warning-changes.ts";

const PLACES_MAX = 40;
const MTU_ROWS_MAX = 100;
/** So many transitions are told without a pause. */
const SLICE = 500;

/** What a scenario would change, but for warnings; everything as of one instant. */
export type MeshAnswer = {
  judgedAt: Date;
  outcomes: Outcome[];
  encryption: Record<EncryptionChange, ChangeGroup>;
  merged: MergedPlace[];
  split: SplitPlace[];
  paths: ChangeGroup;
  appeared: ChangeGroup;
  gone: ChangeGroup;
  mtus: { rows: MtuChange[]; rowCount: number };
  keysNeeded: ChangeGroup;
  keysOrphaned: ChangeGroup;
  touched: Touched;
  delegations: DelegationAnswer[];
  steps: Step[];
  picture: Picture;
};

export type ScenarioAnswer = MeshAnswer & { warnings: WarningChanges; isDifferent: boolean };

export type Question = {
  mesh: MeshModel;
  present: Present;
  changes: readonly ScenarioChange[];
  applied: Applied;
  /** For each vDC whose delegation changes. */
  contextByVdcId: ReadonlyMap<string, DelegationContext>;
};

/** Warnings take their own time, and need nothing of the mesh. */
export function withWarnings(answer: MeshAnswer, warnings: WarningChanges): ScenarioAnswer {
  const { encryption, paths, appeared, gone, mtus, touched, delegations } = answer;
  const groups = [paths, appeared, gone, ...Object.values(encryption)];
  const isDifferent =
    groups.some(({ linkCount }) => linkCount > 0) ||
    mtus.rowCount + warnings.openedCount + warnings.closedCount + touched.vmCount + delegations.length > 0;
  return { ...answer, warnings, isDifferent };
}

/** Judges by classes of like nodes, never by all pairs; pauses so often that others get their turn. */
export function* judgeMesh(question: Question): Generator<void, MeshAnswer> {
  const { mesh, present, changes, applied, contextByVdcId } = question;
  const pathMtus = imaginedPaths(applied);
  const concerned = concernedNodeIds(mesh, applied, pathMtus);
  const imagined = yield* imagineMesh(mesh, applied, concerned, pathMtus);
  const grouping = yield* groupNodes(mesh, imagined, concerned);
  const tally = new Tally();
  let told = 0;
  for (const transition of transitionsOf(mesh, imagined, grouping)) {
    if (transition) tally.add(transition);
    if ((told += 1) % SLICE === 0) yield;
  }
  const afterNodeIds = new Set(applied.after.nodes.map(({ id }) => id));
  const touched = yield* touchedBy(present, afterNodeIds, tally, grouping);
  const group = (kind: Parameters<Tally["places"]>[0]) => tally.places(kind, PLACES_MAX);
  const [paths, appeared, gone] = [group("path"), group("appeared"), group("gone")];
  const [keysNeeded, keysOrphaned] = [group("keysNeeded"), group("keysOrphaned")];
  const encryption = Object.fromEntries(ENCRYPTION_CHANGES.map((kind) => [kind, group(kind)])) as Record<
    EncryptionChange,
    ChangeGroup
  >; // Every kind is there, which Object.fromEntries cannot tell.
  const mtus = tally.mtus(MTU_ROWS_MAX);
  const delegations = delegationAnswers(present, applied, contextByVdcId);
  const links = [paths, appeared, gone, ...Object.values(encryption)].reduce(
    (sum, { linkCount }) => sum + linkCount,
    0,
  );
  return {
    judgedAt: present.now,
    outcomes: applied.outcomes,
    encryption,
    merged: mergedPlacesOf(mesh, imagined, concerned),
    split: splitPlacesOf(mesh, imagined, concerned),
    paths,
    appeared,
    gone,
    mtus,
    keysNeeded,
    keysOrphaned,
    touched,
    delegations,
    steps: stepsOf(present, changes, applied.outcomes, { links, keysNeeded, keysOrphaned }),
    picture: pictureOf(mesh, applied.after, tally.looks, concerned),
  };
}
