import { isPublicIpv4 } from "../ipv4.ts";
import { adminAddress, externalAddress, type Node } from "../node.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";

export function addressCheck({ kind, nodes }: LinkEnds, context: LinkContext): Check {
  const observedAt = oldest(
    nodes.flatMap(({ facts }) => [facts?.nics?.observedAt, facts?.hostVnics?.observedAt]),
  );
  const findings = nodes.map((node) =>
    kind === "adminLink" ? adminFinding(node) : externalFinding(node, context),
  );
  return checkOf(
    "addresses",
    kind === "adminLink" ? "Admin addresses" : "External addresses",
    observedAt,
    findings,
  );
}

function adminFinding(node: Node): Finding {
  const address = node.facts && adminAddress(node.facts);
  return address
    ? { outcome: "pass", sentence: `${node.hostname} has ${address}.`, nodeId: node.id }
    : missing(node, "admin");
}

function externalFinding(node: Node, { publicAddressExceptions }: LinkContext): Finding {
  const address = node.facts && externalAddress(node.facts);
  if (!address) return missing(node, "external");
  const nodeId = node.id;
  if (isPublicIpv4(address, publicAddressExceptions)) {
    return { outcome: "pass", sentence: `${node.hostname} has ${address}.`, nodeId };
  }
  const sentence = `The external address ${address} of ${node.hostname} is not public.`;
  return { outcome: "fail", sentence, nodeId };
}

function missing({ id, hostname, facts }: Node, kind: "admin" | "external"): Finding {
  if (!facts?.nics || !facts.hostVnics) {
    return { outcome: "unknown", sentence: `The addresses of ${hostname} are not all known.`, nodeId: id };
  }
  const sentence = `${hostname} has no ${kind} address, so nothing can be sent to it.`;
  return { outcome: "fail", sentence, nodeId: id, failMeans: "down" };
}
