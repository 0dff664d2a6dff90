import { overlayRuleOf } from "../arp-table/vnic-claims.ts";
import { DANUBE_ESP, type EspTransform, espTransformOfPolicy } from "../esp.ts";
import type { IpsecPolicyRule } from "../facts.ts";
import { coversAddress, vxlanPortsOf } from "../mesh/ipsec-policy.ts";
import { adminInterface, externalInterface, type Node, type NodeInterface } from "../node.ts";

/** Nodes between which every path of a rule allows the same; only the age of the facts may differ. In the nodes' order. */
export type PathClass = { pdcName: string; members: readonly Placed[] };
type Placed = { node: Node; place: number };

/**
 * Groups the nodes that hold the rule by all that the size of a packet between them depends on: PDC, MTUs under both
 * addresses, and the policy where it may name a transform of another size than the one that is assumed. Nodes without a PDC name are left out: no path of theirs is known.
 */
export function pathClassesOf(nodes: readonly Node[], overlayRuleName: string): PathClass[] {
  const carrying = nodes
    .map((node, place): Placed => ({ node, place }))
    .filter(({ node }) => node.facts?.identity?.value.pdcName && overlayRuleOf(node, overlayRuleName));
  const isOtherByAlgorithms = new Map<string, boolean>();
  const special = carrying.filter(({ node }) => mayNameOtherSize(node, isOtherByAlgorithms));
  const remoteAddresses = new Set(
    special.flatMap(({ node }) => policyRulesOf(node).flatMap(({ remoteAddress }) => remoteAddress ?? [])),
  );
  const specialNodes = new Set(special.map(({ node }) => node));
  const keyOf = ({ node }: Placed): string => {
    const { facts } = node;
    if (!facts) return "";
    const [admin, external] = [adminInterface(facts), externalInterface(facts)];
    const policy = specialNodes.has(node)
      ? policyKey(node, external, overlayRuleName, remoteAddresses)
      : null;
    // The name comes last: whatever is in it, the parts before it can be told apart.
    return `${admin?.mtuBytes} ${external?.mtuBytes} ${JSON.stringify(policy)} ${facts.identity?.value.pdcName}`;
  };
  const byKey = Map.groupBy(carrying, keyOf);
  return [...byKey.values()].map((members) => ({
    pdcName: members[0]?.node.facts?.identity?.value.pdcName ?? "",
    members,
  }));
}

const policyRulesOf = ({ facts }: Node): readonly IpsecPolicyRule[] => facts?.ipsec?.value.policyRules ?? [];

/** Where ends name different transforms, or none, the assumed one is taken, so naming one of its size changes nothing. */
function mayNameOtherSize(node: Node, known: Map<string, boolean>): boolean {
  return policyRulesOf(node).some(({ encryptionAlgorithm, authenticationAlgorithm }) => {
    const key = `${encryptionAlgorithm} ${authenticationAlgorithm}`;
    const isOther = known.get(key) ?? isOfOtherSize(encryptionAlgorithm, authenticationAlgorithm);
    known.set(key, isOther);
    return isOther;
  });
}

function isOfOtherSize(encryption: string | null, authentication: string | null): boolean {
  const esp = espTransformOfPolicy(encryption, authentication);
  return esp !== null && !isSameSize(esp, DANUBE_ESP);
}

function isSameSize(a: EspTransform, b: EspTransform): boolean {
  return a.ivBytes === b.ivBytes && a.alignBytes === b.alignBytes && a.icvBytes === b.icvBytes;
}

/** Everything that decides which of its rules, and which of the others', speak of a link of this node. */
function policyKey(
  node: Node,
  external: NodeInterface | null,
  overlayRuleName: string,
  remoteAddresses: ReadonlySet<string>,
): unknown {
  if (external === null) return "no address";
  const address = external.ipv4Address;
  return [
    vxlanPortsOf(node, [overlayRuleName]),
    policyRulesOf(node)
      .filter(({ localAddress }) => coversAddress(localAddress, address))
      .map((rule) => ({ ...rule, localAddress: null })),
    [...remoteAddresses].filter((remote) => coversAddress(remote, address)),
  ];
}
