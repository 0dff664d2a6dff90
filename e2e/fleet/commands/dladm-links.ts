import type { FleetNodeState } from "../node-state.ts";
import { overlayLink } from "../overlay-rule-text.ts";
import { etherText } from "./ether.ts";
import type { Listing } from "./listing.ts";
import type { Options } from "./options.ts";

type Link = { link: string; class: string; mtu: string; state: string; over: string; zone: string };

/** Of one NIC tag, the link a vNIC with this tag sits on. */
function linkOfTag(node: FleetNodeState, nicTag: string): string {
  return nicTag.includes("/") ? nicTag.replace("/", "") : (node.nicTags[nicTag] ?? nicTag);
}

type Vnic = {
  link: string;
  over: string;
  macAddress: string;
  vlanId: number;
  mtuBytes: number;
  zone: string;
};

function allVnics(node: FleetNodeState): Vnic[] {
  const hostVnics = node.hostVnics.map((vnic) => ({ ...vnic, link: vnic.name, zone: "" }));
  const vmVnics = node.vms
    .filter(({ state }) => state === "running")
    .flatMap((vm) =>
      vm.vnics.map((vnic, index) => ({
        link: `net${index}`,
        over: linkOfTag(node, vnic.nicTag),
        macAddress: vnic.macAddress,
        vlanId: vnic.vlanId,
        mtuBytes: vnic.mtuBytes ?? 1500,
        zone: vm.uuid,
      })),
    );
  return [...hostVnics, ...vmVnics];
}

function allLinks(node: FleetNodeState): Link[] {
  const link = (name: string, kind: string, mtuBytes: number, rest: Partial<Link> = {}): Link => {
    return { link: name, class: kind, mtu: String(mtuBytes), state: "up", over: "", zone: "", ...rest };
  };
  return [
    ...node.nics.map((nic) =>
      link(nic.name, nic.memberNames.length > 0 ? "aggr" : "phys", nic.mtuBytes, {
        state: nic.linkStatus,
        over: nic.memberNames.join(" "),
      }),
    ),
    ...node.etherstubs.map((name) => link(name, "etherstub", 9000, { state: "unknown" })),
    ...node.overlays.map((overlay) => link(overlayLink(overlay), "overlay", overlay.mtuBytes)),
    ...allVnics(node).map((vnic) =>
      link(vnic.link, "vnic", vnic.mtuBytes, { over: vnic.over, zone: vnic.zone }),
    ),
  ];
}

export function linkListing(node: FleetNodeState): Listing {
  return {
    fields: ["link", "class", "mtu", "state", "bridge", "over", "zone"],
    shown: ["link", "class", "mtu", "state", "bridge", "over"],
    rows: allLinks(node).map((link) => ({ ...link, bridge: "" })),
  };
}

/** Only the property `mtu` is known. */
export function linkMtuListing(node: FleetNodeState, { values }: Options): Listing {
  const rows = allLinks(node).map(({ link, mtu }) => ({
    link,
    property: "mtu",
    perm: "rw",
    value: mtu,
    effective: mtu,
    default: "1500",
    possible: "576-9000",
  }));
  const isMtuAsked = (values.get("p") ?? "mtu").split(",").includes("mtu");
  const fields = ["link", "property", "perm", "value", "effective", "default", "possible"];
  return { fields, shown: fields, rows: isMtuAsked ? rows : [] };
}

export function vnicListing(node: FleetNodeState, { values }: Options): Listing {
  const zone = values.get("z");
  const rows = allVnics(node).map((vnic) => ({
    link: vnic.link,
    over: vnic.over,
    speed: "10000",
    macaddress: etherText(vnic.macAddress),
    macaddrtype: "fixed",
    vid: String(vnic.vlanId),
    zone: vnic.zone,
  }));
  const fields = ["link", "over", "speed", "macaddress", "macaddrtype", "vid", "zone"];
  return {
    fields,
    shown: fields,
    rows: rows.filter((row) => zone === undefined || (row.zone || "global") === zone),
  };
}

export function etherstubListing(node: FleetNodeState): Listing {
  return { fields: ["link"], shown: ["link"], rows: node.etherstubs.map((link) => ({ link })) };
}
