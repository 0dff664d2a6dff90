import type { FleetNodeState, FleetOverlay } from "../node-state.ts";
import { overlayLink } from "../overlay-rule-text.ts";
import type { Listing } from "./listing.ts";
import type { Options } from "./options.ts";

/** `-f`: state of each overlay, `-t`: targets (none are cached here), else its properties in the order of the driver. */
export function overlayListing(node: FleetNodeState, { values }: Options): Listing {
  if (values.has("f")) {
    const fields = ["link", "status", "details"];
    const rows = node.overlays.map((overlay) => ({
      link: overlayLink(overlay),
      status: overlay.status,
      details: overlay.details,
    }));
    return { fields, shown: fields, rows };
  }
  if (values.has("t")) {
    const fields = ["link", "target", "destination"];
    return { fields, shown: fields, rows: [] };
  }
  const fields = ["link", "property", "perm", "req", "value", "default", "possible"];
  return { fields, shown: fields, rows: node.overlays.flatMap(propertyRows) };
}

function propertyRows(overlay: FleetOverlay, index: number): Record<string, string>[] {
  const row = (
    property: string,
    perm: string,
    req: string,
    value: string,
    preset: string,
    possible: string,
  ) => {
    return { link: overlayLink(overlay), property, perm, req, value, default: preset, possible };
  };
  return [
    row("mtu", "rw", "-", String(overlay.mtuBytes), "1400", "576-8900"),
    row("vnetid", "rw", "-", String(overlay.vxlanId), "--", "--"),
    row("encap", "r-", "-", "vxlan", "--", "vxlan"),
    row("varpd/id", "r-", "-", String(index + 1), "--", "--"),
    row("vxlan/listen_ip", "rw", "y", overlay.listenAddress, "--", "--"),
    row("vxlan/listen_port", "rw", "y", String(overlay.listenPort), "4789", "1-65535"),
    row("search", "r-", "-", "files", "--", "direct,files,svp"),
    row("files/config", "rw", "y", overlay.arpFilePath, "--", "--"),
  ];
}
