import * as z from "zod";

export const INVENTORY_TEXT_LENGTH_MAX = 200;
const NAME_LENGTH_MAX = 255;

/** What the inventory of VM NICs can be narrowed to. */
export const InventoryFilter = z.object({
  /** See `inventorySearch`. */
  text: z
    .string({ error: "Write the filter as text." })
    .trim()
    .max(INVENTORY_TEXT_LENGTH_MAX, { error: `Filter by at most ${INVENTORY_TEXT_LENGTH_MAX} characters.` })
    .default(""),
  nodeId: z.guid({ error: "This is not a node's id." }).optional(),
  /** An overlay rule's or NIC tag's name. */
  carrierName: z.string().max(NAME_LENGTH_MAX, { error: "No rule or tag has a name that long." }).optional(),
  inVdcId: z.guid({ error: "This is not a vDC's id." }).optional(),
  networkId: z.guid({ error: "This is not a network's id." }).optional(),
  /** Only those that match no network; the system's own overlay does not count. */
  hasNoNetwork: z.boolean({ error: "Say yes or no." }).default(false),
  /** Only those that came from another node, as far as history is kept. */
  hasMoved: z.boolean({ error: "Say yes or no." }).default(false),
});
export type InventoryFilter = z.infer<typeof InventoryFilter>;

export const INVENTORY_SORTS = ["vm", "macAddress", "since"] as const;
export type InventorySort = (typeof INVENTORY_SORTS)[number];

const PAGE_LENGTH_MAX = 1000;
const PAGE_LENGTH_DEFAULT = 100;

/** The row a page ended with: what it was sorted by, as the database wrote it, and its own key. */
const Cursor = z.object({
  key: z.string().max(NAME_LENGTH_MAX * 4),
  vmUuid: z.string().max(NAME_LENGTH_MAX),
  interfaceName: z.string().max(NAME_LENGTH_MAX),
  nodeId: z.guid(),
});
export type InventoryCursor = z.infer<typeof Cursor>;

export const InventoryPage = InventoryFilter.extend({
  sort: z.enum(INVENTORY_SORTS, { error: "VM NICs cannot be sorted by that." }).default("vm"),
  isDescending: z.boolean({ error: "Say yes or no." }).default(false),
  limit: z.number().int().min(1).max(PAGE_LENGTH_MAX).default(PAGE_LENGTH_DEFAULT),
  /** null: the first page. */
  cursor: Cursor.nullish().transform((cursor) => cursor ?? null),
}).refine(
  ({ sort, cursor }) => sort !== "since" || !cursor || z.iso.datetime().safeParse(cursor.key).success,
  "This is not where a page ended.",
);
export type InventoryPage = z.infer<typeof InventoryPage>;

/** An operator's word on where a MAC address is. */
export const MacSettlement = z.object({
  nodeId: z.guid({ error: "This is not a node's id." }),
  macAddress: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, { error: "This is not a MAC address." }),
});
export type MacSettlement = z.infer<typeof MacSettlement>;
