import type { DelegationDraft } from "#server/domain/delegation.ts";

export type VxlanRow = {
  /** Names the row while others come and go. */
  key: number;
  isAllUserRules: boolean;
  overlayRuleNames: readonly string[];
  vxlanIds: string;
  isShared: boolean;
  sharedVlanIds: string;
};

/** `carrier`: see `carrierOf`; "" while none is chosen. */
export type VlanRow = { key: number; carrier: string; vlanIds: string };

/** What is typed, as it is typed. */
export type DelegationFormValues = {
  isRestricted: boolean;
  networkCountMax: string;
  vxlanRows: readonly VxlanRow[];
  vlanRows: readonly VlanRow[];
};

/** One word for a rule or a tag, as both may have one name. */
export function carrierOf(row: { overlayRuleName: string | null; nicTagName: string | null }): string {
  if (row.overlayRuleName !== null) return `rule:${row.overlayRuleName}`;
  return row.nicTagName === null ? "" : `tag:${row.nicTagName}`;
}

export function valuesOf(draft: DelegationDraft): DelegationFormValues {
  return {
    isRestricted: draft.isRestricted,
    networkCountMax: draft.networkCountMax === null ? "" : String(draft.networkCountMax),
    vxlanRows: draft.vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }, key) => ({
      key,
      isAllUserRules: overlayRuleNames === null,
      overlayRuleNames: overlayRuleNames ?? [],
      vxlanIds,
      isShared: sharedVlanIds !== null,
      sharedVlanIds: sharedVlanIds ?? "",
    })),
    vlanRows: draft.vlanDelegations.map((row, key) => ({
      key,
      carrier: carrierOf(row),
      vlanIds: row.vlanIds,
    })),
  };
}

/** A limit that is no whole number becomes NaN, which the schema refuses in its own words. */
export function draftOf(values: DelegationFormValues): DelegationDraft {
  const limit = values.networkCountMax.trim();
  return {
    isRestricted: values.isRestricted,
    networkCountMax: limit === "" ? null : /^\d{1,9}$/.test(limit) ? Number(limit) : Number.NaN,
    vxlanDelegations: values.vxlanRows.map((row) => ({
      overlayRuleNames: row.isAllUserRules ? null : [...row.overlayRuleNames],
      vxlanIds: row.vxlanIds,
      sharedVlanIds: row.isShared ? row.sharedVlanIds : null,
    })),
    vlanDelegations: values.vlanRows.map(({ carrier, vlanIds }) => ({
      overlayRuleName: carrier.startsWith("rule:") ? carrier.slice("rule:".length) : null,
      nicTagName: carrier.startsWith("tag:") ? carrier.slice("tag:".length) : null,
      vlanIds,
    })),
  };
}

function nextKey(rows: readonly { key: number }[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}

export function emptyVxlanRow(rows: readonly VxlanRow[]): VxlanRow {
  return {
    key: nextKey(rows),
    isAllUserRules: true,
    overlayRuleNames: [],
    vxlanIds: "",
    isShared: false,
    sharedVlanIds: "",
  };
}

export function emptyVlanRow(rows: readonly VlanRow[]): VlanRow {
  return { key: nextKey(rows), carrier: "", vlanIds: "" };
}
