import type { FleetNodeState } from "../node-state.ts";
import { adminAddress } from "../peers.ts";
import { seededHex } from "../seeded.ts";
import { overlayLink, overlayRuleText } from "../overlay-rule-text.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { parseOptions } from "./options.ts";

/** `sysinfo` of an ErigonOS node; `-f` makes no difference, nothing is cached here. */
export const sysinfo: NodeCommand = (node, args) => {
  const options = parseOptions(args, "fup");
  if (!options) return refuses("Usage: sysinfo [-f] [-p] [-u]");
  return says(
    options.values.has("p") ? shellForm(node) : `${JSON.stringify(sysinfoObject(node), null, 2)}\n`,
  );
};

function shellForm(node: FleetNodeState): string {
  const lines = [
    ["Live_Image", node.liveImage],
    ["UUID", node.nodeUuid],
    ["Hostname", node.hostname],
    ["Datacenter_Name", node.pdcName],
    ["Nic_Tags", Object.keys(node.nicTags).join(",")],
    ...Object.entries(node.nicTags).map(([tag, nicName]) => [`NIC_${tag}`, nicName]),
    ...node.overlayRules.map((rule, index) => [`OverlayRule_${index}`, overlayRuleText(rule)]),
    ...node.overlays.map((overlay) => [`Overlay_${overlayLink(overlay)}`, overlay.status]),
  ];
  return lines.map(([key, value]) => `${key}='${value}'\n`).join("");
}

function sysinfoObject(node: FleetNodeState): Record<string, unknown> {
  return {
    "Live Image": node.liveImage,
    "System Type": "SunOS",
    "Boot Time": String(node.bootedAtSeconds),
    ...(node.pdcName === "" ? {} : { "Datacenter Name": node.pdcName }),
    "SDC Version": "7.0",
    Manufacturer: "Dell Inc.",
    Product: "PowerEdge R640",
    "Serial Number": seededHex(`serial ${node.name}`, 7).toUpperCase(),
    "SKU Number": "SKU=NotProvided;ModelName=PowerEdge R640",
    "HW Version": "",
    "HW Family": "PowerEdge",
    Setup: "true",
    "VM Capable": true,
    "VM VNC Listen Address": "0.0.0.0",
    "Bhyve Capable": true,
    "Bhyve Max Vcpus": 32,
    "HVM API": true,
    "CPU Type": "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz",
    "CPU Virtualization": "vmx",
    "CPU Physical Cores": 2,
    "Admin NIC Tag": "admin",
    "Admin IP": adminAddress(node) ?? "",
    UUID: node.nodeUuid,
    Hostname: node.hostname,
    "CPU Total Cores": 64,
    "CPU Socket Count": 2,
    "CPU Core Count": 32,
    "CPU Online Count": 64,
    "CPU Count": 64,
    "MiB of Memory": "262038",
    Zpool: "zones",
    "Zpool Encrypted": false,
    "Zpool Disks": "c1t0d0,c1t1d0",
    "Zpool Profile": "mirror",
    "Zpool Creation": 1_600_000_000,
    "Zpool Size in GiB": 1797,
    Disks: { c1t0d0: { "Size in GB": 1920 }, c1t1d0: { "Size in GB": 1920 } },
    "Boot Parameters": { console: "ttyb", smartos: "true" },
    Psrinfo: { smt_enabled: "true" },
    ...networkObjects(node),
  };
}

function networkObjects(node: FleetNodeState): Record<string, unknown> {
  const aggrs = node.nics.filter(({ memberNames }) => memberNames.length > 0);
  // The original's loop reads a stale variable: every overlay shows the status of the last one.
  const lastStatus = node.overlays.at(-1)?.status;
  return {
    "Network Interfaces": objectOf(node.nics, (nic) => ({
      "MAC Address": nic.macAddress,
      ip4addr: nic.ipv4Address ?? "",
      "Link Status": nic.linkStatus,
      "NIC Names": Object.keys(node.nicTags).filter((tag) => node.nicTags[tag] === nic.name),
    })),
    "Virtual Network Interfaces": objectOf(node.hostVnics, (vnic) => ({
      "MAC Address": vnic.macAddress,
      ip4addr: vnic.ipv4Address ?? "",
      "Link Status": "up",
      "Host Interface": vnic.over,
      VLAN: String(vnic.vlanId),
    })),
    "Link Aggregations": objectOf(aggrs, (aggr) => ({ "LACP mode": "active", Interfaces: aggr.memberNames })),
    Etherstubs: Object.fromEntries(node.etherstubs.map((name) => [name, { "NIC Names": [name] }])),
    Overlays: Object.fromEntries(node.overlays.map((overlay) => [overlayLink(overlay), lastStatus])),
    "Overlay Rules": Object.fromEntries(node.overlayRules.map((rule) => [rule.name, overlayRuleText(rule)])),
  };
}

function objectOf<T extends { name: string }>(
  items: T[],
  value: (item: T) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(items.map((item) => [item.name, value(item)]));
}
