import { refuses } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { etherstubListing, linkListing, linkMtuListing, vnicListing } from "./dladm-links.ts";
import { aggrListing, physListing } from "./dladm-nics.ts";
import { overlayListing } from "./dladm-overlay.ts";
import { printListing } from "./listing.ts";
import type { Listing } from "./listing.ts";
import { parseOptions } from "./options.ts";
import type { Options } from "./options.ts";
import type { FleetNodeState } from "../node-state.ts";

const SUBCOMMANDS: Record<
  string,
  { options: string; list: (node: FleetNodeState, options: Options) => Listing }
> = {
  "show-link": { options: "pPo:z:", list: linkListing },
  "show-linkprop": { options: "cPp:o:z:", list: linkMtuListing },
  "show-vnic": { options: "pPo:l:z:", list: vnicListing },
  "show-etherstub": { options: "", list: etherstubListing },
  "show-phys": { options: "pPmo:", list: physListing },
  "show-aggr": { options: "pPLxo:", list: aggrListing },
  "show-overlay": { options: "pfto:", list: overlayListing },
};

export const dladm: NodeCommand = (node, [name = "", ...args]) => {
  const subcommand = SUBCOMMANDS[name];
  if (!subcommand) return refuses(`dladm: unrecognized subcommand '${name}'`);
  const options = parseOptions(args, subcommand.options);
  if (!options) return refuses("dladm: invalid option");
  const listing = subcommand.list(node, options);
  const missing = options.operands.find((link) => !listing.rows.some((row) => row["link"] === link));
  if (missing !== undefined) return refuses(missingText(name, missing));
  if (options.operands.length > 0) {
    listing.rows = listing.rows.filter((row) => options.operands.includes(row["link"] ?? ""));
  }
  // In show-linkprop -p names a property and -c asks for parsable output.
  if (name === "show-linkprop") options.values.delete("p");
  return printListing("dladm", listing, options);
};

function missingText(subcommand: string, link: string): string {
  return subcommand === "show-overlay"
    ? `dladm: ${link} is not an overlay`
    : `dladm: invalid link: '${link}'`;
}
