import * as z from "zod";
import { ADMINOVERLAY_VXLAN_ID } from "./delegation.ts";
import type { Violation } from "./errors.ts";
import {
  formatIdRanges,
  type IdBounds,
  type IdRange,
  isIdInRanges,
  parseIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "./id-range.ts";

const ROWS_MAX = 20;
const LIMIT_MAX = 1_000_000;

const Name = z
  .string()
  .trim()
  .max(64, { error: "No overlay rule or NIC tag has a name that long." })
  .nullable();
const Ids = z.string().max(20_000, { error: "Too long." }).nullable();
const countOf = (max: number) =>
  z
    .number({ error: "Write how many ids as a whole number." })
    .int({ error: "Write how many ids as a whole number." })
    .min(1, { error: "Ask for at least one id." })
    .max(max, { error: `There are only ${max.toLocaleString("en")} ids in all.` })
    .nullable();

/** What a vDC wishes for. Each row asks for a number of ids or for exact ones, never both. */
export const WishDraft = z.object({
  vxlans: z
    .array(
      z.object({
        /** null: whichever rule the operator chooses. */
        overlayRuleName: Name,
        count: countOf(VXLAN_BOUNDS.last),
        ids: Ids,
      }),
    )
    .max(ROWS_MAX, { error: `Ask for at most ${ROWS_MAX} rows of VXLAN ids at once.` }),
  /** Inside the VXLANs of a rule, or on a NIC tag; one of the two is named. */
  vlans: z
    .array(
      z.object({
        overlayRuleName: Name,
        nicTagName: Name,
        count: countOf(VLAN_BOUNDS.last),
        ids: Ids,
      }),
    )
    .max(ROWS_MAX, { error: `Ask for at most ${ROWS_MAX} rows of VLAN ids at once.` }),
  /** The limit of networks asked for; null: as it is. */
  networkCountMax: z
    .number({ error: "Write the limit of networks as a whole number." })
    .int({ error: "Write the limit of networks as a whole number." })
    .min(1, { error: "Ask for a limit of at least 1." })
    .max(LIMIT_MAX, { error: `The limit of networks is at most ${LIMIT_MAX}.` })
    .nullable(),
});
export type WishDraft = z.infer<typeof WishDraft>;

export const RequestDraft = z.object({
  wanted: WishDraft,
  reason: z
    .string({ error: "Say what it is for." })
    .trim()
    .min(1, { error: "Say what it is for." })
    .max(1000, { error: "Say it in at most 1000 characters." }),
});
export type RequestDraft = z.infer<typeof RequestDraft>;

/** An operator's words to the vDC; a refusal needs some. */
export const ApprovalNote = z
  .string()
  .trim()
  .max(1000, { error: "Say it in at most 1000 characters." })
  .default("");
export const DeclineReason = z
  .string({ error: "Say why it is declined." })
  .trim()
  .min(1, { error: "Say why it is declined." })
  .max(1000, { error: "Say it in at most 1000 characters." });

export type RequestState = "open" | "approved" | "declined" | "withdrawn";

/** How many, or which. */
export type Amount = { count: number; ids: null } | { count: null; ids: readonly IdRange[] };
export type Wish = {
  vxlans: readonly (Amount & { overlayRuleName: string | null })[];
  vlans: readonly (Amount & { overlayRuleName: string | null; nicTagName: string | null })[];
  networkCountMax: number | null;
};

/** Turns typed rows into ranges; rows that cannot be read are told in `violations` and count as no ids. */
export function readWish(draft: WishDraft): { wish: Wish; violations: readonly Violation[] } {
  const violations: Violation[] = [];
  const amount = (
    path: string,
    row: { count: number | null; ids: string | null },
    bounds: IdBounds,
  ): Amount => {
    const { read, problem } = readAmount(row, bounds);
    if (problem)
      violations.push({ field: `${path}.${row.ids === null ? "count" : "ids"}`, message: problem });
    return read;
  };
  const vxlans = draft.vxlans.map((row, index) => ({
    overlayRuleName: row.overlayRuleName || null,
    ...amount(`vxlans.${index}`, row, VXLAN_BOUNDS),
  }));
  const vlans = draft.vlans.map((row, index) => {
    const carrier = { overlayRuleName: row.overlayRuleName || null, nicTagName: row.nicTagName || null };
    if ((carrier.overlayRuleName === null) === (carrier.nicTagName === null)) {
      violations.push({
        field: `vlans.${index}.carrier`,
        message: "Name the overlay rule or the NIC tag these VLANs are for.",
      });
    }
    return { ...carrier, ...amount(`vlans.${index}`, row, VLAN_BOUNDS) };
  });
  if (vxlans.length + vlans.length === 0 && draft.networkCountMax === null) {
    violations.push({ field: "", message: "Say what is needed: ids, or a higher limit of networks." });
  }
  return { wish: { vxlans, vlans, networkCountMax: draft.networkCountMax }, violations };
}

function readAmount(
  { count, ids }: { count: number | null; ids: string | null },
  bounds: IdBounds,
): { read: Amount; problem: string | null } {
  const none: Amount = { count: null, ids: [] };
  if ((count === null) === (ids === null)) {
    return { read: none, problem: `Say how many ${bounds.noun} ids are needed, or which.` };
  }
  if (ids === null) return { read: count === null ? none : { count, ids: null }, problem: null };
  const { ranges, problem } = parseIdRanges(ids, bounds);
  if (!ranges) return { read: none, problem };
  if (ranges.length === 0) return { read: none, problem: `Write the ${bounds.noun} ids of this row.` };
  const isReserved = bounds === VXLAN_BOUNDS && isIdInRanges(ranges, ADMINOVERLAY_VXLAN_ID);
  return {
    read: { count: null, ids: ranges },
    problem: isReserved ? "VXLAN 2 is reserved for adminoverlay." : null,
  };
}

/** A limit that is no more than the one there is asks for nothing. */
export function limitViolations(
  { networkCountMax: wanted }: Pick<Wish, "networkCountMax">,
  { networkCountMax: present }: { networkCountMax: number | null },
): readonly Violation[] {
  if (wanted === null) return [];
  const field = "networkCountMax";
  if (present === null) return [{ field, message: "This vDC has no limit of networks." }];
  if (wanted > present) return [];
  return [{ field, message: `The limit of networks is ${present} already; ask for a higher one.` }];
}

/** The same wish with its ranges in canonical form, as it is kept. */
export function canonicalWish({ vxlans, vlans, networkCountMax }: Wish): WishDraft {
  const amount = (row: Amount) => ({ count: row.count, ids: row.ids && formatIdRanges(row.ids) });
  return {
    vxlans: vxlans.map((row) => ({ overlayRuleName: row.overlayRuleName, ...amount(row) })),
    vlans: vlans.map((row) => ({
      overlayRuleName: row.overlayRuleName,
      nicTagName: row.nicTagName,
      ...amount(row),
    })),
    networkCountMax,
  };
}
