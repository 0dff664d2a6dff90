import { vmsInWords } from "#server/domain/network/in-use.ts";
import { durationWords } from "../settings/duration-words.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { nounFor } from "../ui/data-table/noun.ts";
import { segmentText } from "./segment.tsx";

type Preview = RouterOutputs["network"]["previewDelete"];
type Network = Pick<
  RouterOutputs["network"]["byId"],
  "subnet" | "overlayRuleName" | "nicTagName" | "vxlanId" | "vlanId"
>;

/** Why it cannot go. */
export function usedSentence({ vmCount, vmNames }: Pick<Preview, "vmCount" | "vmNames">): string {
  const verb = vmCount === 1 ? "uses" : "use";
  return (
    `${vmsInWords(vmNames, vmCount)} ${verb} it, by the last known facts of all nodes. Remove their NICs from it and ` +
    "refresh their nodes first; or set its access to deleted, which hides it."
  );
}

/** What will happen, one sentence a thing. */
export function deletionSentences(network: Network, preview: Preview): string[] {
  const { addressCount, otherNetworkOnVxlanCount, restSeconds } = preview;
  const { vxlanId } = network;
  const rest = durationWords(restSeconds);
  const addresses = `${addressCount} listed ${nounFor(addressCount, "addresses")} ${addressCount === 1 ? "goes" : "go"} with it.`;
  return [
    `No VM uses it, by the last known facts of all nodes. The subnet ${network.subnet} on ${segmentText(network)} is no longer this network’s.`,
    ...(addressCount > 0 ? [addresses] : []),
    ...vxlanSentences(vxlanId, otherNetworkOnVxlanCount, restSeconds),
    restSeconds > 0
      ? `It can be restored for ${rest}, with its ids, addresses and history.`
      : "It cannot be restored.",
  ];
}

function vxlanSentences(vxlanId: number | null, otherCount: number, restSeconds: number): string[] {
  if (vxlanId === null) return [];
  if (otherCount > 0) {
    const others = `${otherCount} other ${nounFor(otherCount, "networks")}`;
    return [`VXLAN ${vxlanId} stays in use by ${others} of this vDC.`];
  }
  if (restSeconds === 0) return [`VXLAN ${vxlanId} may be given out again at once.`];
  return [`VXLAN ${vxlanId} rests for ${durationWords(restSeconds)} before it is given out again.`];
}
