import { ikeConfig, ikePreshared, ipsecPolicy } from "./ipsec-files.ts";
import type { FleetNodeState } from "./node-state.ts";
import { overlayRuleText } from "./overlay-rule-text.ts";
import { guardRules, peerRules } from "./packet-filter.ts";
import { adminAddress, arpTable } from "./peers.ts";
import type { FleetNodes } from "./peers.ts";

/** The node's files by absolute path, as they are at this moment. */
export function nodeFiles(fleet: FleetNodes, node: FleetNodeState): Map<string, string> {
  const rules = node.overlayRules;
  const files = new Map<string, string>([
    ["/usbkey/config", usbkeyConfig(node)],
    [
      "/var/run/smartdc/networking/overlay_rules.json",
      `${JSON.stringify(Object.fromEntries(rules.map((rule) => [rule.name, overlayRuleText(rule)])), null, 2)}\n`,
    ],
    ["/etc/inet/ipsecinit.conf", ipsecPolicy(fleet, node)],
    ["/etc/inet/ike/config", ikeConfig(fleet, node)],
    ["/etc/inet/secret/ike.preshared", ikePreshared(fleet, node)],
    ["/opt/custom/etc/ipf.d/ipf.conf-020-overlays", `${guardRules(node).join("\n")}\n`],
    ["/etc/ipf/ipf.conf", `${[...guardRules(node), ...peerRules(fleet, node)].join("\n")}\n`],
    ...rules.map(({ name, arpFilePath }): [string, string] => [
      arpFilePath,
      JSON.stringify(arpTable(fleet, node, name)),
    ]),
  ]);
  for (const [path, content] of Object.entries(node.trouble.files)) {
    if (content === null) files.delete(path);
    else files.set(path, content);
  }
  return files;
}

function usbkeyConfig(node: FleetNodeState): string {
  const nicOfTag = Object.entries(node.nicTags).map(([tag, nicName]) => {
    const nic = node.nics.find(({ name }) => name === nicName);
    return `${tag}_nic=${nic && nic.memberNames.length === 0 ? nic.macAddress : nicName}`;
  });
  const aggrs = node.nics.flatMap(({ name, memberNames }) =>
    memberNames.length === 0
      ? []
      : [`${name}_aggr=${memberMacs(node, memberNames)}`, `${name}_lacp_mode=active`],
  );
  const external = node.hostVnics.find(({ name }) => name === "external0");
  const adminoverlay = node.hostVnics.find(({ name }) => name === "adminoverlay_0");
  return [
    "#",
    "# This file was written by the demo fleet",
    "#",
    ...nicOfTag,
    ...aggrs,
    `admin_ip=${adminAddress(node) ?? ""}`,
    "admin_netmask=255.255.255.0",
    ...(external ? [`external0_ip=${external.ipv4Address ?? ""}`, "external0_netmask=255.255.255.0"] : []),
    ...(node.defaultGateway === null ? [] : [`headnode_default_gateway=${node.defaultGateway}`]),
    `hostname=${shellWord(node.hostname)}`,
    `etherstub=${node.etherstubs.join(",")}`,
    ...node.overlayRules.map((rule) => `overlay_rule_${rule.name}="${overlayRuleText(rule)}"`),
    ...(adminoverlay
      ? [
          'adminoverlay_0_vxlan_id="2"',
          `adminoverlay_0_vlan_id="${adminoverlay.vlanId}"`,
          `adminoverlay_0_ip="${adminoverlay.ipv4Address ?? ""}"`,
          'adminoverlay_0_netmask="255.255.255.0"',
          `adminoverlay_0_mac="${adminoverlay.macAddress}"`,
        ]
      : []),
    "",
  ].join("\n");
}

function memberMacs(node: FleetNodeState, memberNames: string[]): string {
  return node.nics
    .filter(({ name }) => memberNames.includes(name))
    .map(({ macAddress }) => macAddress)
    .join(",");
}

function shellWord(text: string): string {
  return /^[\w.-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
