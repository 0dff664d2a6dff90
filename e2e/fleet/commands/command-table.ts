import { ipadm, netstat, ping, traceroute } from "./addresses.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { dladm } from "./dladm.ts";
import { ipfstat } from "./ipfstat.ts";
import { ikeadm, ipseckey } from "./ipsec.ts";
import { nictagadm } from "./nictagadm.ts";
import { sysinfo } from "./sysinfo.ts";
import { vmadm } from "./vmadm.ts";

const hostname: NodeCommand = (node) => says(`${node.hostname}\n`);

const uname: NodeCommand = (node, args) => {
  const full = `SunOS ${node.hostname} 5.11 joyent_${node.liveImage} i86pc i386 i86pc`;
  if (args[0] === undefined || args[0] === "-s") return says("SunOS\n");
  return args[0] === "-a" ? says(`${full}\n`) : refuses("usage: uname [-as]", 2);
};

/** `[-u] +%s`: the node's own clock. */
const date: NodeCommand = (node, args) => {
  if (args.at(-1) !== "+%s") return refuses("date: bad conversion");
  return says(`${Math.floor(Date.now() / 1000) + node.trouble.clockSecondsAhead}\n`);
};

/** The commands of SmartOS that a node answers by itself; tools for text come from the machine it stands on. */
export const COMMANDS: Record<string, NodeCommand> = {
  date,
  dladm,
  hostname,
  ikeadm,
  ipadm,
  ipfstat,
  ipseckey,
  netstat,
  nictagadm,
  ping,
  sysinfo,
  traceroute,
  uname,
  vmadm,
};
