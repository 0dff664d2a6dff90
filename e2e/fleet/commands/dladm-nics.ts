import type { FleetNodeState } from "../node-state.ts";
import { etherText } from "./ether.ts";
import type { Listing } from "./listing.ts";
import type { Options } from "./options.ts";

export function physListing(node: FleetNodeState, { values }: Options): Listing {
  const nics = node.nics.filter(({ memberNames }) => memberNames.length === 0);
  const fields = values.has("m")
    ? ["link", "slot", "address", "inuse", "client"]
    : ["link", "media", "state", "speed", "duplex", "device"];
  const rows = nics.map((nic) => ({
    link: nic.name,
    media: "Ethernet",
    state: nic.linkStatus,
    speed: "10000",
    duplex: "full",
    device: nic.name,
    slot: "primary",
    address: etherText(nic.macAddress),
    inuse: "yes",
    client: nic.name,
  }));
  return { fields, shown: fields, rows };
}

export function aggrListing(node: FleetNodeState, { values }: Options): Listing {
  const aggrs = node.nics.filter(({ memberNames }) => memberNames.length > 0);
  if (values.has("x")) return aggrPortListing(node, aggrs);
  const fields = ["link", "policy", "addrpolicy", "lacpactivity", "lacptimer", "flags"];
  const rows = aggrs.map(({ name }) => ({
    link: name,
    policy: "L4",
    addrpolicy: "auto",
    lacpactivity: "active",
    lacptimer: "short",
    flags: "-----",
  }));
  return { fields, shown: fields, rows };
}

function aggrPortListing(node: FleetNodeState, aggrs: FleetNodeState["nics"]): Listing {
  const fields = ["link", "port", "speed", "duplex", "state", "address", "portstate"];
  const line = (nic: FleetNodeState["nics"][number], port: string, portState: string) => ({
    link: nic.name,
    port,
    speed: "10000Mb",
    duplex: "full",
    state: nic.linkStatus,
    address: etherText(nic.macAddress),
    portstate: portState,
  });
  const rows = aggrs.flatMap((aggr) => [
    line(aggr, "", "--"),
    ...node.nics
      .filter(({ name }) => aggr.memberNames.includes(name))
      .map((nic) => ({ ...line(nic, nic.name, "attached"), link: aggr.name })),
  ]);
  return { fields, shown: fields, rows };
}
