import type { FleetNodeState, FleetVm, FleetVmVnic } from "../node-state.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { parseOptions } from "./options.ts";

/** `lookup [-j] [-o fields] [field=value...]` and `get`. */
export const vmadm: NodeCommand = (node, [subcommand, ...args]) => {
  if (subcommand === "get") return get(node, args[0] ?? "");
  if (subcommand !== "lookup") return refuses(`Invalid command: '${subcommand ?? ""}'.`, 2);
  const options = parseOptions(args, "j1o:");
  if (!options) return refuses("Invalid options", 2);
  const filters = options.operands.map((operand) => operand.split("="));
  const vms = node.vms.map((vm) => vmObject(vm));
  const found = vms.filter((vm) => filters.every(([key = "", value]) => String(vm[key]) === value));
  if (!options.values.has("j")) return says(found.map((vm) => `${String(vm["uuid"])}\n`).join(""));
  const fields = options.values.get("o")?.split(",");
  const shown = fields
    ? found.map((vm) => Object.fromEntries(Object.entries(vm).filter(([key]) => fields.includes(key))))
    : found;
  return says(`${JSON.stringify(shown, null, 2)}\n`);
};

function get(node: FleetNodeState, uuid: string): ReturnType<NodeCommand> {
  const vm = node.vms.find((candidate) => candidate.uuid === uuid);
  return vm
    ? says(`${JSON.stringify(vmObject(vm), null, 2)}\n`)
    : refuses(`Unable to get VM ${uuid}: No such zone configured`);
}

function vmObject(vm: FleetVm): Record<string, unknown> {
  return {
    zonename: vm.uuid,
    uuid: vm.uuid,
    brand: "kvm",
    alias: vm.alias,
    state: vm.state,
    zone_state: vm.state === "running" ? "running" : "installed",
    ram: 2048,
    nics: vm.vnics.map(nicObject),
  };
}

function nicObject(vnic: FleetVmVnic, index: number): Record<string, unknown> {
  const mask = 0xffffffff - (2 ** (32 - vnic.prefixLength) - 1);
  const netmask = [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join(".");
  const isDhcp = vnic.ipv4Address === null;
  return {
    interface: `net${index}`,
    mac: vnic.macAddress,
    ...(vnic.vlanId === 0 ? {} : { vlan_id: vnic.vlanId }),
    nic_tag: vnic.nicTag,
    ...(vnic.gateway === null ? {} : { gateway: vnic.gateway, gateways: [vnic.gateway] }),
    ...(isDhcp ? {} : { netmask }),
    ip: vnic.ipv4Address ?? "dhcp",
    ips: [isDhcp ? "dhcp" : `${vnic.ipv4Address}/${vnic.prefixLength}`],
    ...(vnic.mtuBytes === null ? {} : { mtu: vnic.mtuBytes }),
    model: "virtio",
    ...(index === 0 ? { primary: true } : {}),
  };
}
