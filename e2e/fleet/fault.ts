import type { FleetNodeState } from "./node-state.ts";

export const FLEET_FAULTS = [
  "refuse-connection",
  "silent",
  "hang",
  "drop",
  "drip",
  "flood",
  "invalid-utf8",
  "truncated-json",
  "wrapped-json",
  "empty-output",
  "failing-exit",
  "failing-command",
  "changed-host-key",
  "changed-uuid",
  "hostile-names",
] as const;

/** What is wrong with a node until it is cleared: in its connection, its output or what it says about itself. */
export type FleetFault = (typeof FLEET_FAULTS)[number];

export function isFleetFault(value: unknown): value is FleetFault {
  return FLEET_FAULTS.some((fault) => fault === value);
}

const MARKUP = `<img src=x onerror="alert('x')">`;
const SHELL = "$(reboot); `reboot` && 'x' | \"y\"";

/** The node as it shows itself under the fault; the state itself stays as it is. */
export function stateUnderFault(node: FleetNodeState, fault: FleetFault | null): FleetNodeState {
  if (fault === "changed-uuid") return { ...node, nodeUuid: "00000000-dead-beef-0000-000000000000" };
  if (fault !== "hostile-names") return node;
  return {
    ...node,
    hostname: `${node.hostname}${MARKUP}${SHELL}`,
    pdcName: `${node.pdcName}${MARKUP}${SHELL}`,
    vms: node.vms.map((vm) => ({ ...vm, alias: `${vm.alias}${MARKUP}${SHELL}` })),
  };
}

/** One command's output under the fault. */
export function outputUnderFault(command: string, stdout: string, fault: FleetFault | null): Buffer {
  if (command !== "sysinfo") return Buffer.from(stdout);
  if (fault === "truncated-json") return Buffer.from(stdout.slice(0, Math.floor(stdout.length / 2)));
  // A terminal of 80 columns breaks lines wherever it must, also inside strings.
  if (fault === "wrapped-json") return Buffer.from(stdout.replace(/.{80}/g, "$&\n"));
  if (fault !== "invalid-utf8") return Buffer.from(stdout);
  const [before = "", after = ""] = stdout.split(/(?<="Hostname": ")/);
  return Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(after)]);
}
