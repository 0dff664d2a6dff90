import type { Violation } from "../errors.ts";
import { countIds, type IdRange, intersectIdRanges, subtractIdRanges, unionIdRanges } from "../id-range.ts";
import { formatCidr, formatIpv4, parseIpv4 } from "../ipv4.ts";
import { ADDRESSES_AT_ONCE_MAX, type AddressesDraft } from "./draft.ts";
import { noteViolations } from "./note.ts";
import { formatAddressRanges, parseAddressRanges } from "./range.ts";
import { type AddressSpace, assignableRanges, reservedAddresses, subnetRange } from "./space.ts";

/** What is known of a network's addresses; each sorted and merged, numbers as in `Ipv4Cidr`. */
export type TakenAddresses = {
  listed: readonly IdRange[];
  /** By the last known facts. */
  usedByVms: readonly IdRange[];
  usedByNodes: readonly IdRange[];
};

/** `listing` is what would be stored; empty as long as anything is refused. The rest says why others are not. */
export type AddressPlan = {
  violations: readonly Violation[];
  listing: readonly IdRange[];
  /** Asked for, and network, broadcast or gateway address. */
  skipped: readonly number[];
  alreadyListed: readonly IdRange[];
  heldByNodes: readonly IdRange[];
  /** Asked for as reserved although VMs use them. */
  heldByVms: readonly IdRange[];
};

const RANGES_NAMED_MAX = 5;

/** Neither listed nor used, and no network, broadcast or gateway address. */
export function freeRanges(space: AddressSpace, taken: TakenAddresses): readonly IdRange[] {
  const all = unionIdRanges(taken.listed, taken.usedByVms, taken.usedByNodes);
  return subtractIdRanges(assignableRanges(space), all);
}

/** Everything that speaks against the draft, all at once, and what would come of it. */
export function planAddresses(
  draft: AddressesDraft,
  space: AddressSpace,
  taken: TakenAddresses,
): AddressPlan {
  const chosen = choose(draft, space, taken);
  const violations = [...chosen.violations, ...noteViolations(draft.note)];
  return violations.length === 0 ? chosen : { ...chosen, violations, listing: [] };
}

function choose(draft: AddressesDraft, space: AddressSpace, taken: TakenAddresses): AddressPlan {
  const { choice } = draft;
  if (choice.kind === "count") return chooseCount(choice, space, taken);
  if (choice.kind === "used") {
    const wanted = subtractIdRanges(taken.usedByVms, [...taken.listed]);
    return sort("", wanted, draft.usage, space, taken);
  }
  const { ranges, problem } = parseAddressRanges(choice.ranges);
  if (ranges === null) return refused("ranges", problem);
  const outside = subtractIdRanges(ranges, [subnetRange(space)]);
  if (outside.length > 0) {
    const named = formatAddressRanges(outside, RANGES_NAMED_MAX);
    const verb = countIds(outside) === 1 ? "is" : "are";
    return refused("ranges", `${named} ${verb} outside the subnet ${formatCidr(space.subnet)}.`);
  }
  return sort("ranges", ranges, draft.usage, space, taken);
}

/** Parts what is wanted into what can be listed and what cannot. */
function sort(
  field: string,
  wanted: readonly IdRange[],
  usage: AddressesDraft["usage"],
  space: AddressSpace,
  taken: TakenAddresses,
): AddressPlan {
  const assignable = intersectIdRanges(wanted, assignableRanges(space));
  const skipped = reservedAddresses(space).filter((address) =>
    wanted.some(({ first, last }) => address >= first && address <= last),
  );
  const alreadyListed = intersectIdRanges(assignable, taken.listed);
  const unlisted = subtractIdRanges(assignable, taken.listed);
  const heldByNodes = intersectIdRanges(unlisted, taken.usedByNodes);
  const ofPeople = subtractIdRanges(unlisted, taken.usedByNodes);
  const heldByVms = usage === "other" ? intersectIdRanges(ofPeople, taken.usedByVms) : [];
  const listing = subtractIdRanges(ofPeople, heldByVms);
  const plan = { violations: [], listing, skipped, alreadyListed, heldByNodes, heldByVms };
  const count = countIds(listing);
  if (count > ADDRESSES_AT_ONCE_MAX) return { ...plan, ...tooMany(field, count) };
  return count > 0 ? plan : { ...plan, violations: [{ field, message: nothingLeft(field, plan) }] };
}

function nothingLeft(field: string, plan: AddressPlan): string {
  if (field === "") return "No VM uses an address that is not listed.";
  if (plan.heldByVms.length > 0) return "None of these can be reserved: VMs use them.";
  if (plan.heldByNodes.length > 0) return "None of these can be listed: compute nodes use them.";
  if (plan.alreadyListed.length > 0) return "All of these are listed already.";
  return "None of these can be listed: they are the subnet's network, broadcast or gateway address.";
}

function chooseCount(
  { count, start }: Extract<AddressesDraft["choice"], { kind: "count" }>,
  space: AddressSpace,
  taken: TakenAddresses,
): AddressPlan {
  const { first, last } = subnetRange(space);
  const from = start === "" ? first : parseIpv4(start);
  const violations: Violation[] = [];
  const isCount = Number.isInteger(count) && count >= 1;
  if (!isCount)
    violations.push({ field: "count", message: "The number of addresses is a whole number from 1." });
  if (from === null)
    violations.push({ field: "start", message: "Write the start as an IPv4 address such as 10.0.0.10." });
  else if (from < first || from > last) {
    const message = `${formatIpv4(from)} is outside the subnet ${formatCidr(space.subnet)}.`;
    violations.push({ field: "start", message });
  }
  if (isCount && count > ADDRESSES_AT_ONCE_MAX) violations.push(...tooMany("count", count).violations);
  if (violations.length > 0 || from === null) return { ...NOTHING, violations };
  const free = intersectIdRanges(freeRanges(space, taken), [{ first: from, last }]);
  const listing = firstOf(free, count);
  if (countIds(listing) < count) return refused("count", tooFew(countIds(free), start, taken));
  const end = listing.at(-1)?.last ?? from;
  const passed = [{ first: start === "" ? (listing[0]?.first ?? from) : from, last: end }];
  return {
    violations: [],
    listing,
    skipped: reservedAddresses(space).filter(
      (address) => address >= (passed[0]?.first ?? 0) && address <= end,
    ),
    alreadyListed: intersectIdRanges(passed, taken.listed),
    heldByNodes: subtractIdRanges(intersectIdRanges(passed, taken.usedByNodes), taken.listed),
    heldByVms: subtractIdRanges(intersectIdRanges(passed, taken.usedByVms), taken.listed),
  };
}

function tooFew(
  freeCount: number,
  start: string,
  { listed, usedByVms, usedByNodes }: TakenAddresses,
): string {
  const where = start === "" ? "in this network" : `from ${start} on`;
  if (freeCount > 0) {
    const addresses = freeCount === 1 ? "1 address is" : `${freeCount.toLocaleString("en")} addresses are`;
    return `Only ${addresses} free ${where}.`;
  }
  const idle = countIds(subtractIdRanges(listed, unionIdRanges(usedByVms, usedByNodes)));
  const hint = idle > 0 ? " Listed ones that nobody uses can be changed instead." : "";
  return `No address is free ${where}.${hint}`;
}

/** The first `count` ids. */
function firstOf(ranges: readonly IdRange[], count: number): readonly IdRange[] {
  const chosen: IdRange[] = [];
  let left = count;
  for (const { first, last } of ranges) {
    if (left === 0) break;
    const end = Math.min(last, first + left - 1);
    chosen.push({ first, last: end });
    left -= end - first + 1;
  }
  return chosen;
}

const NOTHING: AddressPlan = {
  violations: [],
  listing: [],
  skipped: [],
  alreadyListed: [],
  heldByNodes: [],
  heldByVms: [],
};

function refused(field: string, message: string): AddressPlan {
  return { ...NOTHING, violations: [{ field, message }] };
}

function tooMany(field: string, count: number) {
  const max = ADDRESSES_AT_ONCE_MAX.toLocaleString("en");
  const message = `At most ${max} addresses can be listed at once; these are ${count.toLocaleString("en")}.`;
  return { violations: [{ field, message }], listing: [] };
}
