import type { DelegationDraft } from "#server/domain/delegation.ts";

const RANGES_SHOWN_MAX = 3;

function shortened(ids: string): string {
  const ranges = ids.split(",");
  const shown = ranges.slice(0, RANGES_SHOWN_MAX).join(", ");
  return ranges.length > RANGES_SHOWN_MAX ? `${shown} and ${ranges.length - RANGES_SHOWN_MAX} more` : shown;
}

/** What a vDC may use, in a line: its VXLANs, or that it is not held to any. */
export function delegatedWords({ isRestricted, vxlanDelegations, vlanDelegations }: DelegationDraft): string {
  if (!isRestricted) return "Any id that no other vDC holds";
  const vxlans = vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }) => {
    const rules = overlayRuleNames ? overlayRuleNames.join(", ") : "all user rules";
    return `VXLAN ${shortened(vxlanIds)} (${rules}${sharedVlanIds === null ? "" : ", shared"})`;
  });
  const tags = vlanDelegations
    .filter(({ nicTagName }) => nicTagName !== null)
    .map(({ nicTagName, vlanIds }) => `VLAN ${shortened(vlanIds)} (${nicTagName})`);
  return [...vxlans, ...tags].join("; ") || "Nothing yet";
}

/** "3 of 20 networks", "3 networks". */
export function countWords(networkCount: number, networkCountMax: number | null): string {
  if (networkCountMax !== null) return `${networkCount} of ${networkCountMax} networks`;
  return networkCount === 1 ? "1 network" : `${networkCount} networks`;
}
