import { FleetNetwork, type NodePlace } from "./network.ts";
import type { FleetNodeSpec } from "./node-spec.ts";

/** One of the demo's nodes is reached over IPv6. */
const IPV6_NODE = { name: "bts03", cidr: "fd00:10:1::13/64" };

/** Every node in a namespace of its own, at its admin address; all of them reached from here. */
export function demoPlaces(): { placeOf: (spec: FleetNodeSpec) => NodePlace; close(): void } {
  const network = new FleetNetwork();
  for (const cidr of ["10.1.0.254/24", "10.2.0.254/24", "10.3.0.254/24", "fd00:10:1::254/64"])
    network.reach(cidr);
  return {
    placeOf: ({ name, adminAddress }) => {
      const cidr = name === IPV6_NODE.name ? IPV6_NODE.cidr : `${adminAddress}/24`;
      return network.join(network.namespace(name), cidr);
    },
    close: () => network.close(),
  };
}
