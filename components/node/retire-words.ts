import type { RouterOutputs } from "../trpc/trpc.ts";

export type Preview = RouterOutputs["node"]["previewRetire"];

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const verb = (count: number) => (count === 1 ? "runs" : "run");

/** What the node carries, a sentence each; empty: nothing is known. */
export function carriedSentences({ vmCount, vmNames, networks, linkCount, linkedPdcs }: Preview): string[] {
  const vdcs = [...new Set(networks.map(({ vdcName }) => vdcName))];
  const only = networks.filter(({ isOnlyHere }) => isOnlyHere);
  const more = vmCount - vmNames.length;
  const names = [...vmNames, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return [
    ...(vmCount > 0 ? [`${counted(vmCount, "VM")} ${verb(vmCount)} on it: ${names}.`] : []),
    ...(networks.length > 0
      ? [
          `They use ${counted(networks.length, "network")} of ${counted(vdcs.length, "vDC")} (${vdcs.join(", ")}).`,
        ]
      : []),
    ...(only.length > 0
      ? [`No other node has VMs on ${only.map(({ name, vdcName }) => `${name} of ${vdcName}`).join(", ")}.`]
      : []),
    ...(linkCount > 0
      ? [
          `It has ${counted(linkCount, "link")}: ${linkedPdcs.map((pdc) => `${pdc.linkCount} to ${pdc.pdcLabel}`).join(", ")}.`,
        ]
      : []),
  ];
}

/** "3 ARP entries, 1 pre-shared key". */
export function leftWords(left: Preview["leftBehind"][number]): string {
  const { arpEntryCount, presharedKeyCount, ikeRuleCount, policyCount } = left;
  const entries = `${arpEntryCount} ARP ${arpEntryCount === 1 ? "entry" : "entries"}`;
  const policies = `${policyCount} IPsec ${policyCount === 1 ? "policy" : "policies"}`;
  return [
    ...(arpEntryCount > 0 ? [entries] : []),
    ...(presharedKeyCount > 0 ? [counted(presharedKeyCount, "pre-shared key")] : []),
    ...(ikeRuleCount > 0 ? [counted(ikeRuleCount, "IKE rule")] : []),
    ...(policyCount > 0 ? [policies] : []),
  ].join(", ");
}
