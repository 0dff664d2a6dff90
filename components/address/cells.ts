import { type AddressEntry, type AddressState, stateOfAddress } from "#server/domain/address/entry.ts";
import { formatAddressRange } from "#server/domain/address/range.ts";
import { type AddressSpace, roleOfAddress } from "#server/domain/address/space.ts";
import { partsOf, zoomOf } from "#server/domain/address/zoom.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { formatCidr, formatIpv4, type Ipv4Cidr, lastAddress, parseIpv4 } from "#server/domain/ipv4.ts";
import { STATE_WORDS } from "./state-words.ts";

/** One part of the picture: an address, or a block that can be opened. */
export type Cell = IdRange & {
  /** What is written in it: the last octet, or the part of the block that differs. */
  short: string;
  /** For those who hear the page. */
  name: string;
} & ({ kind: "address"; state: AddressState; entry: AddressEntry | null } | BlockFill);

type BlockFill = { kind: "block"; cidr: string; listedShare: number; usedShare: number };

export type BlockCount = { block: string; listedCount: number; usedCount: number; unlistedCount: number };

/** Single addresses of a block of at most 256. */
export function addressCells(
  space: AddressSpace,
  shown: Ipv4Cidr,
  entries: readonly AddressEntry[],
): readonly Cell[] {
  const entryByAddress = new Map(entries.map((entry) => [entry.address, entry]));
  return partsOf(zoomOf(shown)).map(({ address }): Cell => {
    const text = formatIpv4(address);
    const entry = entryByAddress.get(text) ?? null;
    const state = stateOfAddress(entry, roleOfAddress(space, address));
    const vm = entry?.vms[0];
    const user = vm ? ` ${vm.vmAlias || vm.vmUuid}` : "";
    const note = entry?.note ? `, ${entry.note}` : "";
    const name = `${text}, ${STATE_WORDS[state].word}${state === "vm" || state === "unlisted" ? `:${user}` : ""}${note}`;
    return {
      kind: "address",
      first: address,
      last: address,
      short: String(address % 256),
      name,
      state,
      entry,
    };
  });
}

/** Parts of a larger block, each with how full it is. */
export function blockCells(shown: Ipv4Cidr, counts: readonly BlockCount[]): readonly Cell[] {
  const countByBlock = new Map(counts.map((count) => [count.block, count]));
  return partsOf(zoomOf(shown)).map((part): Cell => {
    const cidr = formatCidr(part);
    const { listedCount = 0, usedCount = 0, unlistedCount = 0 } = countByBlock.get(cidr) ?? {};
    const last = lastAddress(part);
    const size = last - part.address + 1;
    const words = [
      `${listedCount.toLocaleString("en")} listed`,
      `${usedCount.toLocaleString("en")} used`,
      ...(unlistedCount > 0 ? [`${unlistedCount.toLocaleString("en")} of them not listed`] : []),
    ];
    return {
      kind: "block",
      first: part.address,
      last,
      short: shortOf(part),
      name: listedCount + usedCount === 0 ? `${cidr}, all free` : `${cidr}, ${words.join(", ")}`,
      cidr,
      listedShare: listedCount / size,
      usedShare: usedCount / size,
    };
  });
}

/** The octet in which blocks of this size differ. */
function shortOf({ address, prefixLength }: Ipv4Cidr): string {
  const octets = formatIpv4(address).split(".");
  return octets[Math.ceil(prefixLength / 8) - 1] ?? "";
}

/** A run of neighbours of one state, for the list that says what the picture shows. */
export type Run = IdRange & { range: string; words: string; count: number };

export function runsOf(cells: readonly Cell[]): readonly Run[] {
  const runs: (IdRange & { words: string })[] = [];
  for (const cell of cells) {
    const words = wordsOf(cell);
    const previous = runs.at(-1);
    if (previous && previous.words === words && previous.last + 1 === cell.first) previous.last = cell.last;
    else runs.push({ first: cell.first, last: cell.last, words });
  }
  return runs.map((run) => ({ ...run, range: formatAddressRange(run), count: run.last - run.first + 1 }));
}

function wordsOf(cell: Cell): string {
  if (cell.kind === "address") return STATE_WORDS[cell.state].word;
  if (cell.listedShare + cell.usedShare === 0) return "all free";
  return cell.name.slice(cell.cidr.length + 2);
}

/** `10.0.0.7` or `10.0.0.7-10.0.0.20` in the address of the page. */
export function formatSelection({ first, last }: IdRange): string {
  return first === last ? formatIpv4(first) : `${formatIpv4(first)}-${formatIpv4(last)}`;
}

/** null: nothing in the subnet is named. */
export function parseSelection(text: string, within: IdRange): IdRange | null {
  const [firstText = "", lastText = firstText] = text.split("-");
  const first = parseIpv4(firstText);
  const last = parseIpv4(lastText);
  if (first === null || last === null || first > last) return null;
  return first >= within.first && last <= within.last ? { first, last } : null;
}
