import type { PathMtu } from "../link-context.ts";
import { probeVerdict } from "../traffic-check.ts";
import { type Member, NOTHING_SAID } from "./member.ts";
import { isWithin, policyTextFor } from "./said.ts";

export type PairRelation = "same-pdc" | "other-pdc" | "unknown";

export function relationOf(a: Member, b: Member): PairRelation {
  if (a.pdc.kind !== "named" || b.pdc.kind !== "named") return "unknown";
  return a.pdc.id === b.pdc.id ? "same-pdc" : "other-pdc";
}

/** Pairs with the same key have the same verdict: the classes of both ends, the path between them, and what they say of each other. */
export function pairKeyOf(a: Member, b: Member, path: PathMtu | undefined): string {
  const relation = relationOf(a, b);
  if (relation === "unknown") return `unknown ${sorted(String(a.classId), String(b.classId))}`;
  const sides = sorted(sideOf(a, b, relation), sideOf(b, a, relation));
  const declared = path ? `${path.mtuBytes}${path.source}` : "";
  return `${relation} ${declared} ${sides} ${togetherOf(a, b, relation)}`;
}

/** What the two say of each other, whichever says it. */
function togetherOf(a: Member, b: Member, relation: PairRelation): string {
  const [ofA, ofB] = [saidOf(a, b, relation), saidOf(b, a, relation)];
  const answers = [
    ...ofA.probes.map((isAnswered) => ({ isAnswered, observedAt: a.probedAt ?? LONG_AGO })),
    ...ofB.probes.map((isAnswered) => ({ isAnswered, observedAt: b.probedAt ?? LONG_AGO })),
  ];
  const probed = probeVerdict(answers);
  if (relation === "same-pdc") return probed;
  const associations = `${ofA.isAssociationUsable || ofB.isAssociationUsable} ${ofA.hasTakenIn || ofB.hasTakenIn}`;
  const keys = agreement(ofA.keyFingerprint, ofB.keyFingerprint);
  const certificates = Number(ofA.isByCertificate) + Number(ofB.isByCertificate);
  return `${probed} ${associations} ${keys} ${certificates} ${agreement(ofA.ikeProposal, ofB.ikeProposal)}`;
}

const LONG_AGO = new Date(0);

function agreement(a: string | null, b: string | null): string {
  if (a === null || b === null) return a === b ? "neither" : "one";
  return a === b ? "same" : "different";
}

function sideOf(member: Member, peer: Member, relation: PairRelation): string {
  const policy = relation === "other-pdc" ? policyToward(member, peer) : null;
  const arp = (member.ruleNames ?? []).flatMap((name, position) => {
    if (!peer.ruleNameSet.has(name)) return [];
    const code = member.arpViewByRule.get(name)?.codeByException.get(peer);
    return code ? [`${position}${code}`] : [];
  });
  return `${member.classId}/${arp.join()}/${policy ?? ""}`;
}

/** null: as toward every address. */
function policyToward(member: Member, { externalAddress }: Member): string | null {
  if (externalAddress === null) return null;
  if (isWithin(member.remoteCidrs, externalAddress)) return policyTextFor(member.node, externalAddress);
  return member.saidByAddress.get(externalAddress)?.policyText ?? null;
}

function saidOf(member: Member, peer: Member, relation: PairRelation) {
  const address = relation === "same-pdc" ? peer.adminAddress : peer.externalAddress;
  return (address === null ? null : member.saidByAddress.get(address)) ?? NOTHING_SAID;
}

function sorted(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
