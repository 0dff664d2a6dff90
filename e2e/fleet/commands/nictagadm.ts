import type { FleetNodeState } from "../node-state.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { parseOptions } from "./options.ts";

const WIDTHS = [14, 18, 14, 16];

export const nictagadm: NodeCommand = (node, [subcommand, ...args]) => {
  if (subcommand !== "list") return refuses(`nictagadm: unknown command: ${subcommand ?? ""}`);
  const options = parseOptions(args, "lLpd:");
  if (!options) return refuses("nictagadm: invalid option");
  const { values } = options;
  if (values.has("l") && values.has("L")) return refuses("Error: -l and -L are mutually exclusive");
  if (values.has("d") && !values.has("p")) {
    return refuses("Error: Delimiter option requires parsable option to be set");
  }
  const rows = tagRows(node).filter(([, , , type]) => {
    const isStub = type === "etherstub";
    return values.has("l") ? isStub : !(values.has("L") && isStub);
  });
  if (!values.has("p")) return says([["NAME", "MACADDRESS", "LINK", "TYPE"], ...rows].map(padded).join(""));
  const delimiter = values.get("d") ?? ":";
  // Only the default delimiter is escaped, and only in MAC addresses.
  const mac = (value: string) => (delimiter === ":" ? value.replaceAll(":", "\\:") : value);
  return says(
    rows
      .map(([tag, address = "-", link, type]) => `${[tag, mac(address), link, type].join(delimiter)}\n`)
      .join(""),
  );
};

function padded(cells: string[]): string {
  return `${cells.map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0)).join(" ")}\n`;
}

function tagRows(node: FleetNodeState): string[][] {
  const tags = Object.entries(node.nicTags).map(([tag, nicName]) => {
    const nic = node.nics.find(({ name }) => name === nicName);
    const isAggr = nic !== undefined && nic.memberNames.length > 0;
    return isAggr
      ? [tag, "-", nicName, "aggr"]
      : [tag, nic?.macAddress ?? "-", nic ? nicName : "-", "normal"];
  });
  // Names the tool does not accept are skipped without a word.
  const rules = node.overlayRules.filter(({ name }) => /^[a-zA-Z0-9_]{0,18}[a-zA-Z_]$/.test(name));
  return [
    ...tags,
    ...rules.map(({ name }) => [name, "-", "-", "overlay rule"]),
    ...node.etherstubs.map((name) => [name, "-", "-", "etherstub"]),
  ];
}
