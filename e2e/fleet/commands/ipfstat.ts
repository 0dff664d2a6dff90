import { guardRules, peerRules } from "../packet-filter.ts";
import { refuses } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { parseOptions } from "./options.ts";

/** `-i`, `-o` or both: the rules in force, outbound first. */
export const ipfstat: NodeCommand = (node, args, fleet) => {
  const options = parseOptions(args, "ionhvC6");
  if (!options) return refuses("usage: ipfstat [-6aAfghIinosv]");
  const rules = [...guardRules(node), ...peerRules(fleet, node)];
  const lists = (["out", "in"] as const)
    .filter((direction) => options.values.has(direction === "out" ? "o" : "i"))
    .map((direction) => ({ direction, lines: rules.filter((rule) => rule.split(" ")[1] === direction) }));
  const empty = lists.filter(({ lines }) => lines.length === 0);
  const numbered = (line: string, index: number) =>
    options.values.has("n") ? `@${index + 1} ${line}\n` : `${line}\n`;
  return {
    stdout: lists.flatMap(({ lines }) => lines.map(numbered)).join(""),
    stderr: empty.map(({ direction }) => `empty list for ipfilter(${direction})`).join("; "),
    exitCode: 0,
  };
};
