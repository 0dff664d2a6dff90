import type { Overlay } from "./facts.ts";
import { parseParsableRows } from "./parsable-rows.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

/**
 * From `dladm show-overlay` with status and with properties (sysinfo prints one overlay's status for all).
 * `ruleNames` null: not known, then the rule is the name without its VXLAN id.
 */
export function parseOverlays(
  statusText: string,
  propertyText: string,
  ruleNames: readonly string[] | null,
): Parsed<Overlay[]> {
  const statusRows = parseParsableRows(statusText, 3, "dladm show-overlay -f");
  if (!statusRows.isParsed) return statusRows;
  const propertyRows = parseParsableRows(propertyText, 3, "dladm show-overlay");
  if (!propertyRows.isParsed) return propertyRows;
  const propertiesByName = new Map<string, Map<string, string>>();
  for (const [name] of statusRows.value) propertiesByName.set(name ?? "", new Map());
  for (const [name = "", property = "", value = ""] of propertyRows.value) {
    const properties = propertiesByName.get(name) ?? new Map<string, string>();
    if (!["", "--", "-", "?"].includes(value)) properties.set(property, value);
    propertiesByName.set(name, properties);
  }
  const statusByName = new Map(statusRows.value.map(([name = "", ...status]) => [name, status]));
  return allParsed(
    [...propertiesByName].map(([name, properties]) =>
      toOverlay(name, statusByName.get(name) ?? [], properties, ruleNames),
    ),
  );
}

function toOverlay(
  name: string,
  [status = "", detail = ""]: readonly string[],
  properties: ReadonlyMap<string, string>,
  ruleNames: readonly string[] | null,
): Parsed<Overlay> {
  const number = (
    property: string,
    first: number,
    last: number,
    ifUnset: string | undefined,
  ): number | null | undefined => {
    const text = properties.get(property) ?? ifUnset;
    return text === undefined ? null : (parseInteger(text, first, last) ?? undefined);
  };
  const vxlanId = number("vnetid", 0, 16_777_215, /\d+$/.exec(name)?.[0]);
  const listenPort = number("vxlan/listen_port", 1, 65_535, undefined);
  const mtuBytes = number("mtu", 576, 9000, undefined);
  if (typeof vxlanId !== "number") return unparsable(`Overlay ${quoted(name)} has no valid VXLAN id.`);
  if (listenPort === undefined) return unparsable(`Overlay ${quoted(name)} has no valid port.`);
  if (mtuBytes === undefined) return unparsable(`Overlay ${quoted(name)} has no valid MTU.`);
  return parsed({
    name,
    overlayRuleName: ruleNameOf(name, vxlanId, ruleNames),
    vxlanId,
    status: status === "ONLINE" ? "online" : status === "DEGRADED" ? "degraded" : "unknown",
    statusDetail: detail === "" || detail === "-" ? null : detail,
    listenAddress: properties.get("vxlan/listen_ip") ?? null,
    listenPort,
    mtuBytes,
    arpFilePath: properties.get("files/config") ?? null,
  });
}

/** Exactly rule + VXLAN id: stripping digits would take a rule's own trailing "_" or letters for something else. */
function ruleNameOf(name: string, vxlanId: number, ruleNames: readonly string[] | null): string | null {
  if (!name.endsWith(String(vxlanId))) return null;
  const ruleName = name.slice(0, -String(vxlanId).length);
  return ruleName !== "" && (ruleNames?.includes(ruleName) ?? true) ? ruleName : null;
}

/** What its status means for VMs, to be said behind it; "": nothing certain. */
export function statusMeans({ status }: Pick<Overlay, "status">): string {
  return status === "degraded" ? ": it drops what VMs send to other nodes" : "";
}

export function overlayStatusSentence(
  overlay: Pick<Overlay, "name" | "status" | "statusDetail">,
  hostname: string,
): string {
  const { name, status, statusDetail } = overlay;
  const detail = statusDetail && status !== "online" ? ` (${statusDetail})` : "";
  return `${name} is ${status} on ${hostname}${detail}${statusMeans(overlay)}.`;
}
