import ipaddr from "ipaddr.js";
import * as z from "zod";
import type { OverlayRule } from "./facts.ts";
import { isIpAddress } from "./ip-address.ts";
import { type OverlayRuleOptions, parseOverlayRuleOptions } from "./overlay-rule-options.ts";
import { type Parsed, parsed, parseInteger, parseJson, unparsable } from "./parsed.ts";

export const OVERLAY_MTU_BYTES = { min: 576, max: 8900, default: 1400 };
export const VXLAN_PORT_DEFAULT = 4789;
const RULE_NAME_LENGTH_MAX = 19;
const ARP_FILE_PATH_LENGTH_MAX = 255;
const REQUIRED_PROPERTIES: Record<string, readonly string[]> = {
  direct: ["direct/dest_ip", "direct/dest_port"],
  files: ["files/config"],
  svp: ["svp/host", "svp/underlay_ip"],
};
const COMMON_PROPERTIES = ["mtu", "vxlan/listen_ip", "vxlan/listen_port"];

const OverlayRules = z.record(z.string(), z.string());
const UNLOADED =
  "overlay_rules.json is not valid JSON, so the node ignores every rule; a quote in a rule does that.";

/**
 * Rules of overlay_rules.json; "" when the node has no such file. Invalid JSON (the node does not escape quotes) is
 * answered from the configuration's `overlay_rule_` lines, each rule with that problem.
 */
export function parseOverlayRules(jsonText: string, configLines: string | null): Parsed<OverlayRule[]> {
  if (jsonText === "") return parsed([]);
  const json = parseJson(jsonText, "overlay_rules.json");
  if (json.isParsed) {
    const rules = OverlayRules.safeParse(json.value);
    if (!rules.success) return unparsable("overlay_rules.json holds something else than rules.");
    return parsed(Object.entries(rules.data).map(([name, text]) => parseOverlayRule(name, text)));
  }
  const configured = rulesOfConfig(configLines ?? "");
  if (configured.length === 0) return json;
  return parsed(
    configured.map(({ name, text }) => {
      const rule = parseOverlayRule(name, text);
      return { ...rule, problems: [UNLOADED, ...rule.problems] };
    }),
  );
}

function rulesOfConfig(lines: string): { name: string; text: string }[] {
  const textByName = new Map<string, string>();
  for (const [, name = "", value = ""] of lines.matchAll(/^ *overlay_rule_([A-Za-z0-9_]+)=(.*)$/gm)) {
    textByName.set(name, value.trim().replace(/^(["'])(.*)\1$/, "$2"));
  }
  return [...textByName].map(([name, text]) => ({ name, text }));
}

/** Never refuses: what the node would not accept, or would pass over in silence, is told in `problems`. */
export function parseOverlayRule(name: string, text: string): OverlayRule {
  const options = parseOverlayRuleOptions(text);
  const listenAddress = options.properties.get("vxlan/listen_ip") ?? null;
  const port = options.properties.get("vxlan/listen_port");
  const mtu = options.properties.get("mtu");
  const listenPort = port === undefined ? VXLAN_PORT_DEFAULT : parseInteger(port, 1, 65_535);
  const mtuBytes =
    mtu === undefined
      ? OVERLAY_MTU_BYTES.default
      : parseInteger(mtu, OVERLAY_MTU_BYTES.min, OVERLAY_MTU_BYTES.max);
  const problems = [
    ...nameProblems(name),
    ...options.problems,
    ...pluginProblems(options),
    ...(listenAddress === null ? [] : listenAddressProblems(listenAddress)),
    ...(listenPort === null ? [`The port “${port}” is not a number from 1 to 65535.`] : []),
    ...(mtuBytes === null ? [`The MTU “${mtu}” is not a number from 576 to 8900.`] : []),
  ];
  return {
    name,
    text,
    encapsulation: options.encapsulation ?? "",
    search: options.search ?? "",
    listenAddress,
    listenPort: listenPort ?? VXLAN_PORT_DEFAULT,
    arpFilePath: options.properties.get("files/config") ?? null,
    mtuBytes: mtuBytes ?? OVERLAY_MTU_BYTES.default,
    problems,
  };
}

function nameProblems(name: string): string[] {
  const problems: string[] = [];
  if (!/^[a-zA-Z0-9_]*[a-zA-Z_]$/.test(name)) {
    problems.push(
      "The name may hold letters, digits and “_” and must not end in a digit; the node skips the rule silently.",
    );
  }
  if (name.length > RULE_NAME_LENGTH_MAX)
    problems.push("The name is longer than 19 characters; the node skips the rule silently.");
  if (/^\d/.test(name)) problems.push("The name starts with a digit, so no overlay can be made of it.");
  return problems;
}

function pluginProblems({ encapsulation, search, properties }: OverlayRuleOptions): string[] {
  const required = REQUIRED_PROPERTIES[search ?? ""] ?? [];
  const missing = ["vxlan/listen_ip", ...required].filter((property) => !properties.has(property));
  const foreign = [...properties.keys()].filter(
    (property) =>
      !COMMON_PROPERTIES.includes(property) && (search === null || !property.startsWith(`${search}/`)),
  );
  const path = properties.get("files/config") ?? "";
  return [
    ...(encapsulation === "vxlan" ? [] : ["The encapsulation must be vxlan (-e vxlan)."]),
    ...(search !== null && Object.hasOwn(REQUIRED_PROPERTIES, search)
      ? []
      : ["The search must be files, direct or svp (-s)."]),
    ...missing.map((property) => `The required property ${property} is missing.`),
    ...foreign.map(
      (property) => `The property “${property}” does not belong to this encapsulation and search.`,
    ),
    ...(path.length > ARP_FILE_PATH_LENGTH_MAX
      ? ["The path of files/config is longer than 255 characters."]
      : []),
  ];
}

function listenAddressProblems(address: string): string[] {
  if (!isIpAddress(address)) return [`The listen address “${address}” is not an address.`];
  return ["multicast", "6to4"].includes(ipaddr.parse(address).range())
    ? [`${address} cannot be listened on.`]
    : [];
}
