import type { AddressesDraft } from "#server/domain/address/draft.ts";
import { formatAddressRange, formatAddressRanges } from "#server/domain/address/range.ts";
import { type AddressSpace, roleOfAddress } from "#server/domain/address/space.ts";
import { countIds } from "#server/domain/id-range.ts";
import { formatIpv4 } from "#server/domain/ipv4.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";

type Preview = RouterOutputs["address"]["previewAdd"];

const RANGES_SHOWN_MAX = 6;
const ROLE_WORDS = {
  gateway: "gateway",
  network: "network address",
  broadcast: "broadcast address",
} as const;

/** What adding will do, in sentences; the first says what is listed. None while anything is refused. */
export function planSentences(preview: Preview, draft: AddressesDraft, space: AddressSpace): string[] {
  const { listing, listingCount, listingRangeCount, skipped, alreadyListed, heldByNodes, heldByVms } =
    preview;
  if (listingCount === 0) return [];
  const isCount = draft.choice.kind === "count";
  const ranges = listing.slice(0, RANGES_SHOWN_MAX).map(formatAddressRange).join(", ");
  const hiddenCount = listingRangeCount - Math.min(listing.length, RANGES_SHOWN_MAX);
  const hidden = hiddenCount > 0 ? ` and ${hiddenCount.toLocaleString("en")} more ranges` : "";
  const purpose = draft.usage === "other" ? "reserved" : "listed for servers";
  return [
    `${addresses(listingCount)} ${listingCount === 1 ? "is" : "are"} ${purpose}: ${ranges}${hidden}.`,
    ...(skipped.length > 0
      ? [`Left out: ${skipped.map((address) => roleWords(address, space)).join(", ")}.`]
      : []),
    ...left("Listed already and left as", alreadyListed, "it is", "they are"),
    ...left("Used by", heldByNodes, "a compute node and left out", "compute nodes and left out"),
    ...left(
      "Used by",
      heldByVms,
      isCount ? "a VM and passed over" : "a VM and not reserved",
      isCount ? "VMs and passed over" : "VMs and not reserved",
    ),
  ];
}

function roleWords(address: number, space: AddressSpace): string {
  const role = roleOfAddress(space, address);
  return role === null ? formatIpv4(address) : `${formatIpv4(address)} (${ROLE_WORDS[role]})`;
}

function left(verb: string, ranges: Preview["listing"], one: string, many: string): string[] {
  if (ranges.length === 0) return [];
  const isOne = countIds(ranges) === 1;
  return [`${verb} ${isOne ? one : many}: ${formatAddressRanges(ranges, RANGES_SHOWN_MAX)}.`];
}

export function addresses(count: number): string {
  return count === 1 ? "1 address" : `${count.toLocaleString("en")} addresses`;
}
