import type { IpsecPolicyRule } from "./facts.ts";
import { isIpv6 } from "./ip-address.ts";
import { parseIpv4 } from "./ipv4.ts";
import { areAlgorithmsCombinable, authenticationAlgorithm, encryptionAlgorithm } from "./ipsec-algorithms.ts";
import { parseInteger, quoted } from "./parsed.ts";

type Fields = Map<string, string>;
type Group = { words: string[]; isClosed: boolean };

const PATTERN_FIELDS = [
  "laddr",
  "raddr",
  "saddr",
  "daddr",
  "lport",
  "rport",
  "sport",
  "dport",
  "ulp",
  "dir",
  "type",
  "code",
  "tunnel",
  "negotiate",
];
const PROPERTY_FIELDS = ["encr_algs", "encr_auth_algs", "auth_algs", "sa", "dir"];
const ACTIONS = ["ipsec", "apply", "permit", "bypass", "pass", "drop"];
const PROTOCOLS = [
  "tcp",
  "udp",
  "icmp",
  "icmpv6",
  "ipv6-icmp",
  "igmp",
  "esp",
  "ah",
  "sctp",
  "ospf",
  "pim",
  "ip",
  "ipip",
  "gre",
];
const GROUP_WORDS_MAX = 20;
const TEXT_LENGTH_MAX = 262_144;

class PolicyProblem extends Error {}

/** Rules of ipsecinit.conf. A file with a fault is refused by the node as a whole, so it has no rules, only problems. */
export function parseIpsecPolicy(text: string): { rules: IpsecPolicyRule[]; problems: string[] } {
  if (text.length > TEXT_LENGTH_MAX) return { rules: [], problems: ["ipsecinit.conf is far too long."] };
  const lines = text.split("\n").map((line) => line.replace(/#.*$/, ""));
  try {
    const rules: IpsecPolicyRule[] = [];
    const tokens = lines.flatMap((line, index) => tokensOf(line, index + 1));
    while (tokens.length > 0) rules.push(...takeRule(tokens));
    return { rules, problems: [] };
  } catch (error) {
    if (!(error instanceof PolicyProblem)) throw error;
    return { rules: [], problems: [error.message] };
  }
}

type Token = { word: string; line: number };

function tokensOf(line: string, number: number): Token[] {
  return [...line.matchAll(/[{}]|[^\s{}]+/g)].map(([word]) => ({ word, line: number }));
}

function fail(line: number, problem: string): never {
  throw new PolicyProblem(`Line ${line} of ipsecinit.conf: ${problem}.`);
}

function takeGroup(tokens: Token[], line: number): Group {
  if (tokens.shift()?.word !== "{") fail(line, "a “{” was expected");
  const words: string[] = [];
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    if (token.word === "}") return { words, isClosed: true };
    if (token.word === "{") break;
    words.push(token.word);
    if (words.length > GROUP_WORDS_MAX) fail(line, "more than 20 words stand between two braces");
  }
  return fail(line, "a “}” is missing");
}

function takeRule(tokens: Token[]): IpsecPolicyRule[] {
  const line = tokens[0]?.line ?? 0;
  const pattern = fieldsOf(takeGroup(tokens, line).words, PATTERN_FIELDS, line);
  const rules: IpsecPolicyRule[] = [];
  do {
    const action = tokens.shift();
    if (!action || !ACTIONS.includes(action.word)) fail(line, "the action is missing or unknown");
    const properties = fieldsOf(takeGroup(tokens, line).words, PROPERTY_FIELDS, line);
    rules.push(toRule(pattern, action.word, properties, line));
  } while (tokens[0]?.word === "or" && tokens.shift());
  if (tokens[0] && tokens[0].word !== "{") fail(tokens[0].line, `${quoted(tokens[0].word)} was not expected`);
  return rules;
}

function fieldsOf(words: readonly string[], known: readonly string[], line: number): Fields {
  const fields: Fields = new Map();
  for (let index = 0; index < words.length; index += 2) {
    const name = words[index] ?? "";
    const value = words[index + 1];
    if (!known.includes(name)) fail(line, `${quoted(name)} is unknown`);
    if (value === undefined) fail(line, `${name} has no value`);
    if (fields.has(name)) fail(line, `${name} stands twice`);
    fields.set(name, value);
  }
  return fields;
}

function toRule(pattern: Fields, actionWord: string, properties: Fields, line: number): IpsecPolicyRule {
  const isOldStyle = ["saddr", "daddr", "sport", "dport"].some((field) => pattern.has(field));
  const isNewStyle = ["laddr", "raddr", "lport", "rport"].some((field) => pattern.has(field));
  const direction = pattern.get("dir") ?? properties.get("dir");
  if (isOldStyle && isNewStyle) fail(line, "old and new names of addresses are mixed");
  if (direction !== undefined && !["in", "out", "both"].includes(direction))
    fail(line, "the direction is unknown");
  if (isOldStyle && actionWord === "ipsec" && direction === undefined) fail(line, "the direction is missing");
  const isInbound = isOldStyle && (actionWord === "permit" || direction === "in");
  const [local, remote] = isInbound ? ["d", "s"] : ["s", "d"];
  const action =
    actionWord === "drop" ? "drop" : ["bypass", "pass"].includes(actionWord) ? "bypass" : "ipsec";
  return {
    localAddress: addressOf(pattern.get("laddr") ?? pattern.get(`${local}addr`), line),
    remoteAddress: addressOf(pattern.get("raddr") ?? pattern.get(`${remote}addr`), line),
    localPort: portOf(pattern.get("lport") ?? pattern.get(`${local}port`), line),
    remotePort: portOf(pattern.get("rport") ?? pattern.get(`${remote}port`), line),
    protocol: protocolOf(pattern.get("ulp"), line),
    action,
    ...algorithmsOf(action, properties, line),
  };
}

function algorithmsOf(
  action: IpsecPolicyRule["action"],
  properties: Fields,
  line: number,
): Pick<IpsecPolicyRule, "encryptionAlgorithm" | "authenticationAlgorithm"> {
  const encryption = properties.get("encr_algs");
  const authentication = properties.get("encr_auth_algs");
  const header = properties.get("auth_algs");
  const sa = properties.get("sa");
  if (sa !== undefined && sa !== "shared" && sa !== "unique") fail(line, "sa must be shared or unique");
  if (action !== "ipsec") {
    if (encryption ?? authentication ?? header) fail(line, "a rule that does not protect names algorithms");
    return { encryptionAlgorithm: null, authenticationAlgorithm: null };
  }
  if (!(encryption ?? authentication ?? header)) fail(line, "no algorithm is named");
  const encryptionName = encryption === undefined ? null : encryptionAlgorithm(encryption);
  const authenticationText = authentication ?? header;
  const authenticationName =
    authenticationText === undefined ? null : authenticationAlgorithm(authenticationText);
  if (encryption !== undefined && encryptionName === null) fail(line, "the encryption algorithm is unknown");
  if (authenticationText !== undefined && authenticationName === null)
    fail(line, "the authentication algorithm is unknown");
  if (authentication !== undefined && !areAlgorithmsCombinable(encryptionName)) {
    fail(line, "a combined algorithm cannot have ESP authentication beside it");
  }
  return { encryptionAlgorithm: encryptionName, authenticationAlgorithm: authenticationName };
}

/** A host's address without prefix; "0" stays, so that a rule for a node without address shows. */
function addressOf(text: string | undefined, line: number): string | null {
  if (text === undefined || text === "any") return null;
  const [address = "", prefix] = text.split("/");
  const isIpv4 = address === "0" || parseIpv4(address) !== null;
  if (!isIpv4 && !isIpv6(address)) fail(line, `${quoted(text)} is no address`);
  const bits = isIpv4 ? 32 : 128;
  if (prefix === undefined || prefix === String(bits)) return address;
  if (parseInteger(prefix, 0, bits) === null) fail(line, `${quoted(text)} has no valid prefix`);
  return text;
}

/** Port 0 means any. */
function portOf(text: string | undefined, line: number): number | null {
  if (text === undefined) return null;
  const port = parseInteger(text, 0, 65_535);
  if (port === null) fail(line, `${quoted(text)} is no port number`);
  return port === 0 ? null : port;
}

function protocolOf(text: string | undefined, line: number): string | null {
  if (text === undefined) return null;
  if (text === "17") return "udp";
  if (!PROTOCOLS.includes(text) && parseInteger(text, 0, 255) === null)
    fail(line, `${quoted(text)} is no protocol`);
  return text;
}
