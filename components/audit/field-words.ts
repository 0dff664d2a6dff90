import { NETWORK_FIELD_LABELS } from "../network/field-labels.ts";

/** Words of the screen for the fields that audit events keep, in the order in which they are told. */
const LABELS: Readonly<Record<string, string>> = {
  ...NETWORK_FIELD_LABELS,
  isDhcpPassthrough: "DHCP passthrough",
  isRestricted: "Only its own ranges",
  networkCountMax: "Limit of networks",
  vxlanDelegations: "VXLAN ids",
  vlanDelegations: "VLAN ids",
  asked: "Asked for",
  userName: "Name",
  cloudRole: "Role in the cloud",
  sshAddress: "SSH address",
  sshPort: "SSH port",
  vdcName: "vDC",
  addresses: "Listed",
};
const ORDER = Object.keys(LABELS);

/** "MTU" for `mtuBytes`; a field of a later version is told by its own words. */
export function fieldLabel(field: string): string {
  if (Object.hasOwn(LABELS, field)) return LABELS[field] ?? field;
  const words = field.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Known fields as the screen orders them, then the others as they come. */
export function inTellingOrder(fields: readonly string[]): string[] {
  const place = (field: string) => (ORDER.includes(field) ? ORDER.indexOf(field) : ORDER.length);
  return fields.toSorted((a, b) => place(a) - place(b));
}

/** One text a line: a list of things is told thing by thing, all else in one. None when there is nothing. */
export function fieldTexts(field: string, value: unknown): string[] {
  if (field === "vxlanDelegations") return listOf(value).map(vxlanRowText);
  if (field === "vlanDelegations") return listOf(value).map(vlanRowText);
  if (field === "addresses" && listOf(value).length > 0) return listOf(value).map(addressRowText);
  if (Array.isArray(value) && value.some((item) => isRecord(item))) return value.map(valueText);
  return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [valueText(value)];
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function vxlanRowText({ vxlanIds, overlayRuleNames, sharedVlanIds }: Fields): string {
  const rules = Array.isArray(overlayRuleNames) ? overlayRuleNames.join(", ") : "all user rules";
  const shared = typeof sharedVlanIds === "string" ? `, shared, with VLANs ${sharedVlanIds}` : "";
  return `${valueText(vxlanIds)} on ${rules}${shared}`;
}

function vlanRowText({ vlanIds, overlayRuleName, nicTagName }: Fields): string {
  return `${valueText(vlanIds)} on ${valueText(overlayRuleName ?? nicTagName)}`;
}

function addressRowText({ range, usage, note }: Fields): string {
  const purpose = usage === "other" ? "reserved" : "for servers";
  return `${valueText(range)}, ${purpose}${note === "" ? "" : `, ${valueText(note)}`}`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  if (!isRecord(value)) return "";
  return inTellingOrder(Object.keys(value))
    .map((field) => `${fieldLabel(field)} ${valueText(value[field])}`)
    .join("; ");
}
