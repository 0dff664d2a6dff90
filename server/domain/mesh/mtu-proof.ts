import { type LedgerEntry, mtuLedger } from "../mtu-ledger.ts";
import { outerBytes, smallestUnderlayMtuBytes } from "../mtu.ts";
import type { RuleMtu } from "./link-mtu.ts";

/** Why a rule's full frames do or do not cross a link whole, byte by byte. */
export type MtuProof = RuleMtu & {
  fits: boolean;
  transformName: string | null;
  /** Of a full frame; sums to `outerBytes`. */
  ledger: LedgerEntry[];
  /** Of the largest frame that crosses whole. */
  largestSafeOuterBytes: number;
  /** Smallest path MTU that carries a full frame whole; null: none does. */
  underlayMtuBytesMin: number | null;
};

export function proveMtu(rule: RuleMtu): MtuProof {
  const { encapsulation, ruleMtuBytes, effectiveMtuBytes, fragments } = rule;
  return {
    ...rule,
    fits: fragments.length === 0,
    transformName: encapsulation.esp?.name ?? null,
    ledger: mtuLedger(encapsulation, ruleMtuBytes),
    largestSafeOuterBytes: outerBytes(encapsulation, effectiveMtuBytes),
    underlayMtuBytesMin: smallestUnderlayMtuBytes(encapsulation, ruleMtuBytes),
  };
}
