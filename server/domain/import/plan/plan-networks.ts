import type { NetworkDraft, NetworkValues } from "../../network/draft.ts";
import { planNetwork } from "../../network/plan.ts";
import type { Violation } from "../../errors.ts";
import { draftOfRow, networkChanges, networkColumn, type NetworkRow } from "../network-row.ts";
import { NO_SUCH_VDC, type RowChange, type RowVerdict } from "../verdict.ts";
import type { KnownNetwork, NetworkSituation } from "./network-situation.ts";
import { NetworkState } from "./network-state.ts";

/** What applying a row writes. */
export type NetworkStep =
  | { kind: "create"; vdcId: string; values: NetworkValues }
  | { kind: "update"; vdcId: string; before: KnownNetwork; values: NetworkValues };

export type PlannedNetworkRow = { verdict: RowVerdict; step: NetworkStep | null };

/** Judges rows one after another, each as if all earlier ones that are not refused were applied. */
export function makeNetworkPlanner(
  situation: NetworkSituation,
  defaultVdcName: string | null,
): (row: NetworkRow) => PlannedNetworkRow {
  const state = new NetworkState(situation);
  const vdcIdByName = new Map(situation.vdcs.map(({ vdcId, vdcName }) => [vdcName.toLowerCase(), vdcId]));
  const lineByName = new Map<string, number>();

  return (row) => {
    const vdcName = row.vdcName ?? defaultVdcName;
    const vdcId = vdcIdByName.get(vdcName?.toLowerCase() ?? "");
    const about = { line: row.line, vdcName, name: row.name };
    if (row.leftOutReason) return planned({ ...about, verdict: "left-out", note: row.leftOutReason });
    if (row.problems.length > 0) return refused(about, row.problems);
    if (vdcName === null) return refused(about, [{ field: "vdc", message: "Name the vDC of this network." }]);
    if (vdcId === undefined) return refused(about, [NO_SUCH_VDC]);

    const key = `${vdcId} ${row.name}`;
    const earlierLine = lineByName.get(key);
    if (earlierLine !== undefined) {
      return refused(about, [
        { field: "name", message: `Line ${earlierLine} of this file is about network ${row.name} already.` },
      ]);
    }
    lineByName.set(key, row.line);
    const current = state.find(vdcId, row.name);
    const { draft, problems } = draftOfRow(row, current);
    if (!draft) return refused(about, problems);
    if (current && networkChanges(current, draft).length === 0)
      return planned({ ...about, verdict: "unchanged" });
    return plan(state, { vdcId, about, draft, current });
  };
}

type About = Pick<RowVerdict, "line" | "vdcName" | "name">;
type Asked = { vdcId: string; about: About; draft: NetworkDraft; current: KnownNetwork | null };

function plan(state: NetworkState, { vdcId, about, draft, current }: Asked): PlannedNetworkRow {
  const chosen = state.withFreeVxlan(vdcId, draft);
  const { violations, values } = planNetwork(chosen, state.contextFor(vdcId, chosen, current));
  if (!values) {
    return refused(
      about,
      violations.map(({ field, message }) => ({ field: networkColumn(field), message })),
    );
  }
  const changes = current ? networkChanges(current, values) : [];
  if (current && changes.length === 0) return planned({ ...about, verdict: "unchanged" });
  state.put(vdcId, { ...values, id: current?.id ?? `line ${about.line}` });
  if (current) {
    return planned(
      { ...about, verdict: "changed", changes },
      { kind: "update", vdcId, before: current, values },
    );
  }
  return planned(
    { ...about, verdict: "new", note: chosenIds(draft, values) },
    { kind: "create", vdcId, values },
  );
}

function chosenIds(draft: NetworkDraft, { vxlanId, vlanId }: NetworkValues): string | null {
  const chosen = [
    draft.vxlanId === "next-free" ? `VXLAN ${vxlanId}` : "",
    draft.vlanId === "next-free" ? `VLAN ${vlanId}` : "",
  ].filter((part) => part !== "");
  return chosen.length === 0 ? null : `Gets ${chosen.join(" and ")}.`;
}

function refused(about: About, violations: readonly Violation[]): PlannedNetworkRow {
  return planned({ ...about, verdict: "refused", violations });
}

function planned(
  row: About & {
    verdict: RowVerdict["verdict"];
    violations?: readonly Violation[];
    changes?: RowChange[];
    note?: string | null;
  },
  step: NetworkStep | null = null,
): PlannedNetworkRow {
  return { verdict: { violations: [], changes: [], note: null, ...row }, step };
}
