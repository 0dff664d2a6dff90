import type { VmVnic } from "../facts.ts";
import type { Link } from "../mesh/link.ts";
import type { RuleMtu } from "../mesh/link-mtu.ts";
import { type MtuProof, proveMtu } from "../mesh/mtu-proof.ts";
import { fragmentsOf, largestInnerMtuBytes, outerBytes, OVERLAY_MTU_BYTES_MAX } from "../mtu.ts";
import type { PathHop } from "./path-hop.ts";
import type { PathReason } from "./path-reason.ts";
import { type PathPlace, vnicLabel } from "./path-place.ts";

/** vmadm gives a NIC without an MTU of its own this one. */
export const UNSET_GUEST_MTU_BYTES = 1500;

export type PathMtuStep = { hopIndex: number; title: string; mtuBytes: number | null; isNarrowest: boolean };

export type PathMtuReport = {
  /** What each hop carries, in order; null where it is not known. */
  steps: PathMtuStep[];
  /** Largest packet that crosses everything whole; null: some hop's is not known. */
  effectiveMtuBytes: number | null;
  /** Largest packet the guests may send; null: no end is a VM. */
  guestMtuBytes: number | null;
  /** null: cannot be told. */
  fits: boolean | null;
  /** Of the link, for the guests' largest packet, tagged as this segment is; null: no link on the way or its MTU is not known. */
  proof: MtuProof | null;
};

export function guestMtuBytesOf({ mtuBytes }: VmVnic): number {
  return mtuBytes ?? UNSET_GUEST_MTU_BYTES;
}

export function pathMtuOf(
  hops: readonly PathHop[],
  [a, b]: readonly [PathPlace, PathPlace],
  link: Link | null,
): PathMtuReport {
  const vnics = [a.vnic, b.vnic].filter((vnic) => vnic !== null);
  const guestMtuBytes = vnics.length > 0 ? Math.max(...vnics.map(guestMtuBytesOf)) : null;
  const proof = link && proofOf(link, vnics[0] ?? null, guestMtuBytes);
  const steps = hops.flatMap((hop, hopIndex): Omit<PathMtuStep, "isNarrowest">[] => {
    if (hop.kind === "overlay") return [{ hopIndex, title: hop.title, mtuBytes: hop.mtuBytes }];
    return hop.kind === "link"
      ? [{ hopIndex, title: "Link", mtuBytes: proof?.effectiveMtuBytes ?? null }]
      : [];
  });
  const known = steps.flatMap(({ mtuBytes }) => mtuBytes ?? []);
  const smallest = known.length > 0 ? Math.min(...known) : null;
  const isComplete = steps.length > 0 && known.length === steps.length;
  const isTooSmall = smallest !== null && guestMtuBytes !== null && guestMtuBytes > smallest;
  return {
    steps: steps.map((step) => ({ ...step, isNarrowest: smallest !== null && step.mtuBytes === smallest })),
    effectiveMtuBytes: isComplete ? smallest : null,
    guestMtuBytes,
    fits: isTooSmall ? false : isComplete && guestMtuBytes !== null ? true : null,
    proof,
  };
}

/** What the sizes say of the path: the nodes refuse a vNIC above its overlay's MTU, a link takes it in fragments. */
export function mtuReasons(
  { steps, guestMtuBytes, proof }: PathMtuReport,
  [a, b]: readonly [PathPlace, PathPlace],
): PathReason[] {
  if (steps.length === 0) return [];
  const unknown = steps.filter(({ mtuBytes }) => mtuBytes === null);
  const overlayMtus = steps.flatMap(({ title, mtuBytes }) => (title === "Link" ? [] : (mtuBytes ?? [])));
  const overlayMtuBytes = overlayMtus.length > 0 ? Math.min(...overlayMtus) : null;
  const tooLarge = [a.vnic, b.vnic].filter(
    (vnic) => vnic !== null && overlayMtuBytes !== null && guestMtuBytesOf(vnic) > overlayMtuBytes,
  );
  return [
    ...tooLarge.map((vnic): PathReason => {
      const set = vnic?.mtuBytes === null ? "has no MTU of its own and so takes" : "has an MTU of";
      const sentence = `${vnic ? vnicLabel(vnic) : ""} ${set} ${vnic ? guestMtuBytesOf(vnic) : ""} bytes, more than the ${overlayMtuBytes} of its overlay.`;
      return { outcome: "impaired", sentence, plainSentence: sentence };
    }),
    ...(proof && !proof.fits ? [fragmentReason(proof, guestMtuBytes)] : []),
    ...(unknown.length > 0
      ? [same("unknown", "The MTU of some part of the way is not known, so nobody can tell what fits.")]
      : []),
  ];
}

function fragmentReason(
  { ruleMtuBytes, effectiveMtuBytes, fragments }: MtuProof,
  guest: number | null,
): PathReason {
  const whose = guest === null ? "Full frames" : "Full packets of the guests";
  return same(
    "impaired",
    `${whose} (${ruleMtuBytes} bytes) cross the link in ${fragments.length} fragments; ${effectiveMtuBytes} would cross whole.`,
  );
}

function same(outcome: PathReason["outcome"], sentence: string): PathReason {
  return { outcome, sentence, plainSentence: sentence };
}

/** With a vNIC, for its rule and tag and the guests' own packets; of two nodes, for the rule with the least room. */
function proofOf(link: Link, vnic: VmVnic | null, guestMtuBytes: number | null): MtuProof | null {
  const [rule] = link.ruleMtus
    .filter(({ overlayRuleName }) => vnic === null || overlayRuleName === vnic.overlayRuleName)
    .toSorted((x, y) => x.effectiveMtuBytes - y.effectiveMtuBytes);
  if (!rule) return null;
  return proveMtu(vnic ? onSegment(rule, vnic.vlanId !== 0, guestMtuBytes ?? rule.ruleMtuBytes) : rule);
}

function onSegment(rule: RuleMtu, innerVlan: boolean, packetBytes: number): RuleMtu {
  const encapsulation = { ...rule.encapsulation, innerVlan };
  const onPath = { ...encapsulation, underlayMtuBytes: rule.pathMtuBytes };
  return {
    ...rule,
    encapsulation,
    ruleMtuBytes: packetBytes,
    effectiveMtuBytes: Math.min(largestInnerMtuBytes(onPath), OVERLAY_MTU_BYTES_MAX),
    outerBytes: outerBytes(encapsulation, packetBytes),
    fragments: fragmentsOf(onPath, packetBytes),
  };
}
