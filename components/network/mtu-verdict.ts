import type { RouterOutputs } from "../trpc/trpc.ts";
import { encapsulationOf } from "#server/domain/mesh/link-mtu.ts";
import { fragmentsOf, largestInnerMtuBytes, outerBytes, OVERLAY_MTU_BYTES_MAX } from "#server/domain/mtu.ts";
import { type LedgerEntry, mtuLedger } from "#server/domain/mtu-ledger.ts";

export type MtuLimit = RouterOutputs["network"]["listMtuLimits"][number];
type RulePath = NonNullable<MtuLimit["tightest"]>["untagged"];

/** The bytes of a full packet on the path that allows least. */
export type MtuProof = {
  path: RulePath;
  entries: LedgerEntry[];
  outerBytes: number;
  /** 1: it leaves whole. */
  packetCount: number;
  innerMtuBytesMax: number;
};

/** `plain`: on a NIC tag nothing is wrapped around a packet. `unknown`: no path of the rule is known. */
export type MtuVerdict = {
  outcome: "whole" | "fragments" | "unknown" | "plain";
  word: string;
  sentence: string;
  proof: MtuProof | null;
};

export type JudgedMtu = { overlayRuleName: string | null; vlanId: number; mtuBytes: number };

const PLAIN: MtuVerdict = {
  outcome: "plain",
  word: "Plain",
  sentence: "On a NIC tag packets travel as they are; nothing is wrapped around them.",
  proof: null,
};

export function mtuVerdict(network: JudgedMtu, limits: readonly MtuLimit[]): MtuVerdict {
  const { overlayRuleName, vlanId, mtuBytes } = network;
  if (overlayRuleName === null) return PLAIN;
  const tightest = limits.find((limit) => limit.overlayRuleName === overlayRuleName)?.tightest;
  if (!tightest) {
    return {
      outcome: "unknown",
      word: "Not known",
      sentence: `No path between two nodes with ${overlayRuleName} is known yet, so nobody can say what fits.`,
      proof: null,
    };
  }
  const proof = proofOf(vlanId === 0 ? tightest.untagged : tightest.tagged, { vlanId, mtuBytes });
  const { innerMtuBytesMax } = proof;
  const tagged = vlanId === 0 ? "" : " with a VLAN tag";
  return mtuBytes <= innerMtuBytesMax
    ? {
        outcome: "whole",
        word: "Whole",
        sentence: `Full packets cross every known path of ${overlayRuleName} whole; up to ${innerMtuBytesMax} bytes do${tagged}.`,
        proof,
      }
    : {
        outcome: "fragments",
        word: "Fragments",
        sentence: `Packets of ${mtuBytes} bytes are sent in fragments: the mesh carries at most ${innerMtuBytesMax}${tagged} whole.`,
        proof,
      };
}

/** Whether full packets cross one path between two PDCs whole. */
export function pathVerdict(
  { untagged, tagged }: NonNullable<MtuLimit["tightest"]>,
  judged: Pick<JudgedMtu, "vlanId" | "mtuBytes">,
): { fits: boolean; proof: MtuProof } {
  const proof = proofOf(judged.vlanId === 0 ? untagged : tagged, judged);
  return { fits: proof.packetCount === 1, proof };
}

function proofOf(path: RulePath, { vlanId, mtuBytes }: Pick<JudgedMtu, "vlanId" | "mtuBytes">): MtuProof {
  const encapsulation = encapsulationOf(path, vlanId !== 0);
  const onPath = { ...encapsulation, underlayMtuBytes: path.pathMtuBytes };
  return {
    path,
    entries: mtuLedger(encapsulation, mtuBytes),
    outerBytes: outerBytes(encapsulation, mtuBytes),
    packetCount: Math.max(1, fragmentsOf(onPath, mtuBytes).length),
    innerMtuBytesMax: Math.min(largestInnerMtuBytes(onPath), OVERLAY_MTU_BYTES_MAX),
  };
}
