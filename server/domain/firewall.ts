import type { FirewallRule, InterfaceAddress } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const LINE_LENGTH_MAX = 4096;
const OTHER_ACTIONS = ["log", "count", "skip", "auth", "preauth", "call", "account"];

/**
 * Rules in force, of `ipfstat -io`. A rule bound to the only address of its interface, on the node's own side, counts as
 * unconditional. One line that is not understood fails the whole, because it might let pass what a later rule blocks.
 */
export function parseFirewall(text: string, addresses: readonly InterfaceAddress[]): Parsed<FirewallRule[]> {
  const lines = text.split("\n").map((line) => line.trim());
  const rules = lines.filter((line) => line !== "" && !/^(#|set |empty list for )/.test(line));
  return allParsed(rules.map((line) => parseRule(line, addresses)));
}

type Draft = Omit<FirewallRule, "text" | "isUnconditional"> & { conditions: string[] };

function parseRule(line: string, addresses: readonly InterfaceAddress[]): Parsed<FirewallRule> {
  // Taking words off the front of a list of millions would take hours.
  const words = line.length > LINE_LENGTH_MAX ? [] : line.replace(/^@\d+\s+/, "").split(/\s+/);
  const draft = readRule(words);
  if (!draft) return unparsable(`ipfstat printed a rule that is not understood: ${quoted(line)}.`);
  const { conditions, ...rule } = draft;
  const own = addresses
    .filter(({ interfaceName }) => interfaceName === rule.interfaceName)
    .map(({ ipv4Address }) => ipv4Address);
  const ownCondition = own.length === 1 ? `${rule.direction === "out" ? "from" : "to"} ${own[0]}` : null;
  return parsed({
    ...rule,
    isUnconditional: conditions.every((condition) => condition === ownCondition),
    text: line,
  });
}

function readRule(words: string[]): Draft | null {
  const actionWord = words.shift() ?? "";
  const action = actionWord === "block" || actionWord === "pass" ? actionWord : "other";
  if (action === "other" && !OTHER_ACTIONS.includes(actionWord)) return null;
  while (words.length > 0 && words[0] !== "in" && words[0] !== "out") {
    if (
      !/^(return-|skip$|\d+$|log$|body$|first$|now$|[\w-]+\(|\()/.test(words[0] ?? "") &&
      action !== "other"
    )
      return null;
    words.shift();
  }
  const direction = words.shift();
  if (direction !== "in" && direction !== "out") return null;
  const draft: Draft = {
    action,
    direction,
    quick: false,
    interfaceName: null,
    protocol: null,
    portFirst: null,
    portLast: null,
    conditions: [],
  };
  return readClauses(words, draft) ? draft : null;
}

function readClauses(words: string[], draft: Draft): boolean {
  while (words.length > 0) {
    const word = words.shift() ?? "";
    if (word === "quick") draft.quick = true;
    else if (word === "log" || word === "all" || word === "body" || word === "first" || word === "or-block")
      continue;
    else if (word === "level") words.shift();
    else if (word === "on") draft.interfaceName = words.shift() ?? null;
    else if (word === "proto") draft.protocol = words.shift() ?? null;
    else if (word === "from" || word === "to") {
      if (!readEnd(word, words, draft)) return false;
    } else if (word === "flags" && draft.protocol !== "tcp") return false;
    else if (word === "keep") skipKept(words);
    else {
      if (
        !/^(flags|icmp-type|with|and|tos|ttl|head|group|dup-to|to|reply-to|route-to|fastroute|set-tag)/.test(
          word,
        )
      )
        return false;
      draft.conditions.push([word, ...words.splice(0, words.length)].join(" "));
    }
  }
  return draft.interfaceName === null || /^[\w.,-]+$/.test(draft.interfaceName);
}

/** What a rule remembers of packets, and with which options: nothing of whom it meets. A group may follow. */
function skipKept(words: string[]): void {
  words.shift();
  if (!words[0]?.startsWith("(")) return;
  while (words.length > 0 && !words.shift()?.endsWith(")"));
}

/** Address and ports of one end. Only the destination's ports are modelled; all else is a condition. */
function readEnd(side: "from" | "to", words: string[], draft: Draft): boolean {
  const address = readAddress(words);
  if (address === null) return false;
  if (address !== "any") draft.conditions.push(`${side} ${address}`);
  if (words[0] !== "port") return true;
  words.shift();
  const ports = readPorts(words);
  if (ports === null) return false;
  if (side === "from" || ports === "other") draft.conditions.push(`${side} port`);
  else [draft.portFirst, draft.portLast] = ports;
  return true;
}

function readAddress(words: string[]): string | null {
  const first = words.shift() ?? "";
  if (first.startsWith("(")) {
    const list = [first];
    while (words.length > 0 && !list.at(-1)?.endsWith(")")) list.push(words.shift() ?? "");
    return list.at(-1)?.endsWith(")") ? list.join(" ") : null;
  }
  if (first === "any" || first === "0.0.0.0/0" || first === "0/0" || first === "any/0") return "any";
  const [address = "", length] = first.replace(/^!/, "").split("/");
  if (parseIpv4(address) === null && !address.includes(":")) return null;
  if (length !== undefined && parseInteger(length, 0, 128) === null && parseIpv4(length) === null)
    return null;
  if (words[0] === "mask") return `${first} ${words.splice(0, 2).join(" ")}`;
  return length === "32" ? first.replace("/32", "") : first;
}

/** Inclusive bounds; "other": a set this model cannot hold; null: no ports. */
function readPorts(words: string[]): [number, number] | "other" | null {
  const first = words.shift() ?? "";
  if (first === "=" || first === "eq") {
    if (words[0]?.startsWith("(")) {
      while (words.length > 0 && !words.shift()?.endsWith(")"));
      return "other";
    }
    const port = parseInteger(words.shift() ?? "", 0, 65_535);
    return port === null ? null : [port, port];
  }
  if (["!=", "ne", "<", "lt", ">", "gt", "<=", "le", ">=", "ge"].includes(first)) {
    return parseInteger(words.shift() ?? "", 0, 65_535) === null ? null : "other";
  }
  const low = parseInteger(first, 0, 65_535);
  const operator = words.shift() ?? "";
  const high = parseInteger(words.shift() ?? "", 0, 65_535);
  if (low === null || high === null) return null;
  if (operator === ":") return [low, high];
  if (operator === "><") return [low + 1, high - 1];
  return operator === "<>" ? "other" : null;
}
