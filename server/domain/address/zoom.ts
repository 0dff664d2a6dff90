import { firstAddress, type Ipv4Cidr } from "../ipv4.ts";
import { isWithin } from "./range.ts";

const PREFIX_OF_ADDRESSES = 24;
const BITS_PER_STEP = 8;

/** What one picture shows: single addresses, or blocks of one size that can be opened. */
export type Zoom = { shown: Ipv4Cidr; partPrefixLength: number };

/** How a block is drawn: from /24 on as addresses, else as up to 256 blocks. */
export function zoomOf(shown: Ipv4Cidr): Zoom {
  const { prefixLength } = shown;
  if (prefixLength >= PREFIX_OF_ADDRESSES) return { shown, partPrefixLength: 32 };
  return { shown, partPrefixLength: Math.min(PREFIX_OF_ADDRESSES, prefixLength + BITS_PER_STEP) };
}

/** The parts of a picture in their order; each address lies in exactly one. */
export function partsOf({ shown, partPrefixLength }: Zoom): readonly Ipv4Cidr[] {
  const size = 2 ** (32 - partPrefixLength);
  const count = 2 ** (partPrefixLength - shown.prefixLength);
  const first = firstAddress(shown);
  return Array.from({ length: count }, (_, index) => ({
    address: first + index * size,
    prefixLength: partPrefixLength,
  }));
}

/** The pictures from the whole subnet down to the one that has `address` as a part of its own. */
export function pathTo(subnet: Ipv4Cidr, address: number): readonly Ipv4Cidr[] {
  const path: Ipv4Cidr[] = [];
  let shown: Ipv4Cidr = { address: firstAddress(subnet), prefixLength: subnet.prefixLength };
  while (true) {
    path.push(shown);
    const { partPrefixLength } = zoomOf(shown);
    if (partPrefixLength === 32) return path;
    const size = 2 ** (32 - partPrefixLength);
    shown = { address: address - (address % size), prefixLength: partPrefixLength };
  }
}

/** The picture that `wanted` names, or the nearest one that holds it; the whole subnet when it names nothing in it. */
export function shownBlock(subnet: Ipv4Cidr, wanted: Ipv4Cidr | null): Ipv4Cidr {
  const whole = { address: firstAddress(subnet), prefixLength: subnet.prefixLength };
  if (!wanted || !isWithin(wanted, subnet)) return whole;
  const holding = pathTo(subnet, wanted.address).filter((block) => isWithin(wanted, block));
  return holding.at(-1) ?? whole;
}
