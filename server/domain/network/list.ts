import * as z from "zod";
import { parseCidr } from "../ipv4.ts";
import { NETWORK_ACCESSES } from "./draft.ts";
import { NETWORK_TEXT_LENGTH_MAX } from "./list-limits.ts";

/** `kept`: public and private, as long as nobody asks for hidden ones. */
export const ACCESS_FILTERS = ["kept", ...NETWORK_ACCESSES, "all"] as const;
const NAME_LENGTH_MAX = 64;

/** What a list of networks can be narrowed to. */
export const NetworkFilter = z.object({
  /** Every word is looked for in name, alias, description, subnet, rule or tag, VXLAN and VLAN id; see `searchWords`. */
  text: z
    .string({ error: "Write the filter as text." })
    .trim()
    .max(NETWORK_TEXT_LENGTH_MAX, { error: `Filter by at most ${NETWORK_TEXT_LENGTH_MAX} characters.` })
    .default(""),
  access: z.enum(ACCESS_FILTERS, { error: "There is no such access." }).default("kept"),
  overlayRuleName: z
    .string()
    .max(NAME_LENGTH_MAX, { error: "No overlay rule has a name that long." })
    .optional(),
  nicTagName: z.string().max(NAME_LENGTH_MAX, { error: "No NIC tag has a name that long." }).optional(),
  /** Only networks whose ids are not, or no longer, delegated to their vDC. */
  isOutsideDelegation: z.boolean({ error: "Say yes or no." }).default(false),
});
export type NetworkFilter = z.infer<typeof NetworkFilter>;

/** Of the cloud, also to one vDC. */
export const CloudNetworkFilter = NetworkFilter.extend({
  inVdcId: z.guid({ error: "This is not a vDC's id." }).optional(),
});
export type CloudNetworkFilter = z.infer<typeof CloudNetworkFilter>;

export const NETWORK_SORTS = ["name", "segment", "subnet", "mtuBytes", "updatedAt"] as const;
const CLOUD_NETWORK_SORTS = ["vdcName", ...NETWORK_SORTS] as const;
export type NetworkSort = (typeof CLOUD_NETWORK_SORTS)[number];

const PAGE_LENGTH_MAX = 1000;
const PAGE_LENGTH_DEFAULT = 100;
const NO_CURSOR = "This is not where a page ended.";

const Cursor = z.object({
  /** What the last row of the page before was sorted by, as the database wrote it. */
  keys: z.array(z.string().max(NAME_LENGTH_MAX)).min(1).max(2),
  id: z.guid(),
});
export type NetworkCursor = z.infer<typeof Cursor>;

const isInteger = (key: string | undefined) => /^\d{1,9}$/.test(key ?? "");

/** Keys travel through the browser and come back; the database must be able to read them. */
function isReadable(sort: NetworkSort, { keys: [first, second] }: NetworkCursor): boolean {
  switch (sort) {
    case "name":
      return true;
    case "vdcName":
      return second !== undefined;
    case "segment":
      return isInteger(first) && isInteger(second);
    case "mtuBytes":
      return isInteger(first);
    case "subnet":
      return parseCidr(first ?? "")?.hasHostBits === false;
    case "updatedAt":
      return z.iso.datetime().safeParse(first).success;
  }
}

const pageOf = <S extends NetworkSort>(sorts: readonly [S, ...S[]]) => ({
  sort: z.enum(sorts, { error: "Networks cannot be sorted by that." }).default(sorts[0]),
  isDescending: z.boolean({ error: "Say yes or no." }).default(false),
  limit: z.number().int().min(1).max(PAGE_LENGTH_MAX).default(PAGE_LENGTH_DEFAULT),
  /** null: the first page. */
  cursor: Cursor.nullish().transform((cursor) => cursor ?? null),
});

const hasReadableCursor = ({ sort, cursor }: { sort: NetworkSort; cursor: NetworkCursor | null }) =>
  cursor === null || isReadable(sort, cursor);

export const NetworkPage = NetworkFilter.extend(pageOf(NETWORK_SORTS)).refine(hasReadableCursor, NO_CURSOR);
export const CloudNetworkPage = CloudNetworkFilter.extend(pageOf(CLOUD_NETWORK_SORTS)).refine(
  hasReadableCursor,
  NO_CURSOR,
);
export type NetworkPage = z.infer<typeof CloudNetworkPage>;

/** From this length on a word is found anywhere; a shorter one where a part begins. */
const ANYWHERE_LENGTH_MIN = 3;

/**
 * The words of a filter. "VXLAN 100" is its number alone. A shorter word than three characters would be found nearly
 * everywhere, so it is looked for at beginnings only.
 */
export function searchWords(text: string): { word: string; isAnywhere: boolean }[] {
  return text
    .toLowerCase()
    .replace(/\bv(?:x)?lan\s+(?=\d)/g, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "")
    .map((word) => ({ word, isAnywhere: word.length >= ANYWHERE_LENGTH_MIN }));
}
