import { type ScenarioChange, TRANSFORMS } from "./scenario.ts";

export type NamesOfIds = { hostnameOf: (nodeId: string) => string; vdcNameOf: (vdcId: string) => string };

const quoted = (pdcName: string) => (pdcName === "" ? "the nodes without a PDC name" : `“${pdcName}”`);

/** What is tried, in one sentence without its full stop. */
export function changeSentence(change: ScenarioChange, { hostnameOf, vdcNameOf }: NamesOfIds): string {
  switch (change.kind) {
    case "rename-pdc":
      return change.from === ""
        ? `The nodes without a PDC name are called ${quoted(change.to)}`
        : `PDC ${quoted(change.from)} is renamed ${quoted(change.to)}`;
    case "move-node":
      return `Node ${hostnameOf(change.nodeId)} moves to PDC ${quoted(change.to)}`;
    case "add-node":
      return `A node ${change.hostname} is added to PDC ${quoted(change.pdcName)}`;
    case "remove-node":
      return `Node ${hostnameOf(change.nodeId)} is removed`;
    case "change-rule":
      return `Rule ${change.ruleName} gets ${ruleValues(change)} ${whereOf(change.nodeIds, hostnameOf)}`;
    case "declare-path": {
      const [a, b] = change.pdcNames;
      const where = a === b ? `inside ${quoted(a)}` : `between ${quoted(a)} and ${quoted(b)}`;
      return change.mtuBytes === null
        ? `The path MTU declared ${where} is taken back`
        : `The path ${where} carries ${change.mtuBytes} bytes`;
    }
    case "set-nic-mtu":
      return `The ${change.nic} NICs of ${quoted(change.pdcName)} get MTU ${change.mtuBytes}`;
    case "switch-cipher": {
      const { label } = TRANSFORMS[change.transform];
      const where = change.pdcNames
        ? `between ${change.pdcNames.map(quoted).join(" and ")}`
        : "between all PDCs";
      return `IPsec ${where} uses ${label}`;
    }
    case "change-delegation": {
      const carrier = change.nicTagName ?? change.ruleName ?? "all user rules";
      const ids = `${change.ids === "vxlan" ? "VXLAN" : "VLAN"} ${change.ranges} on ${carrier}`;
      return change.direction === "widen"
        ? `vDC ${vdcNameOf(change.vdcId)} is also delegated ${ids}`
        : `vDC ${vdcNameOf(change.vdcId)} is no longer delegated ${ids}`;
    }
  }
}

function ruleValues({
  mtuBytes,
  port,
  listenAddress,
}: Extract<ScenarioChange, { kind: "change-rule" }>): string {
  const values = [
    mtuBytes !== null && `MTU ${mtuBytes}`,
    port !== null && `UDP port ${port}`,
    listenAddress !== null && `listen address ${listenAddress}`,
  ].filter((value) => value !== false);
  return values.length > 0 ? values.join(", ") : "nothing new";
}

function whereOf(nodeIds: readonly string[] | null, hostnameOf: (nodeId: string) => string): string {
  if (nodeIds === null) return "on all nodes";
  const names = nodeIds.slice(0, 3).map(hostnameOf).join(", ");
  return nodeIds.length > 3 ? `on ${names} and ${nodeIds.length - 3} more` : `on ${names}`;
}
