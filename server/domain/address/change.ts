import type { Violation } from "../errors.ts";
import { formatIpv4, parseIpv4 } from "../ipv4.ts";
import type { AddressChange, AddressUsage } from "./draft.ts";
import { noteViolations } from "./note.ts";
import { rangesOf } from "./range.ts";
import type { IdRange } from "../id-range.ts";

/** A listed address as it is stored. */
export type ListedAddress = { address: number; usage: AddressUsage; note: string };

/** Who uses an address, in words for one reader: "VM web1", "a compute node". */
export type UserByAddress = ReadonlyMap<number, string>;

const NAMED_MAX = 20;

/** The named addresses as numbers, each once, in their order; or what of them is none. */
export function addressNumbers(names: readonly string[]): {
  addresses: readonly number[];
  violations: readonly Violation[];
} {
  const numbers = names.map((name) => ({ name, address: parseIpv4(name.trim()) }));
  const wrong = numbers.filter(({ address }) => address === null);
  const addresses = [...new Set(numbers.flatMap(({ address }) => (address === null ? [] : [address])))];
  return {
    addresses: addresses.toSorted((a, b) => a - b),
    violations: limited(wrong.map(({ name }) => `"${name.slice(0, 40)}" is not an IPv4 address.`)),
  };
}

/** All that speaks against the change of listed addresses; an unchanged value is no change. */
export function changeViolations(
  addresses: readonly number[],
  change: AddressChange,
  listed: readonly ListedAddress[],
  userByAddress: UserByAddress,
): readonly Violation[] {
  const { usage, note } = change;
  const changingUsage = usage === undefined ? [] : listed.filter((each) => each.usage !== usage);
  const used = changingUsage.flatMap(({ address }) => {
    const user = userByAddress.get(address);
    return user ? [`${formatIpv4(address)} is used by ${user}; its usage cannot be changed.`] : [];
  });
  return [
    ...(usage === undefined && note === undefined
      ? [{ field: "", message: "Say what is to be changed: the usage or the note." }]
      : []),
    ...(note === undefined ? [] : noteViolations(note)),
    ...missingViolations(addresses, listed),
    ...limited(used),
  ];
}

/** All that speaks against taking addresses off the list. */
export function deletionViolations(
  addresses: readonly number[],
  listed: readonly ListedAddress[],
  userByAddress: UserByAddress,
): readonly Violation[] {
  const used = listed.flatMap(({ address }) => {
    const user = userByAddress.get(address);
    return user ? [`${formatIpv4(address)} is used by ${user} and cannot be deleted.`] : [];
  });
  return [...missingViolations(addresses, listed), ...limited(used)];
}

function missingViolations(
  addresses: readonly number[],
  listed: readonly ListedAddress[],
): readonly Violation[] {
  const known = new Set(listed.map(({ address }) => address));
  const missing = addresses.filter((address) => !known.has(address));
  return limited(missing.map((address) => `${formatIpv4(address)} is not listed.`));
}

/** The first few sentences, and how many more there would be. */
function limited(messages: readonly string[]): readonly Violation[] {
  const shown = messages.slice(0, NAMED_MAX);
  const hiddenCount = messages.length - shown.length;
  const more = hiddenCount > 0 ? [`So it is with ${hiddenCount.toLocaleString("en")} more addresses.`] : [];
  return [...shown, ...more].map((message) => ({ field: "addresses", message }));
}

/** Listed addresses that are alike, with their ranges: how the history keeps them. */
export function groupsOf(
  listed: readonly ListedAddress[],
): readonly { usage: AddressUsage; note: string; ranges: readonly IdRange[] }[] {
  const groups = Map.groupBy(listed, ({ usage, note }) => `${usage} ${note}`);
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    return [{ usage: first.usage, note: first.note, ranges: rangesOf(alike.map(({ address }) => address)) }];
  });
}
