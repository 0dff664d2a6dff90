export const IMPORT_NOUNS = ["networks", "addresses", "delegations"] as const;
/** What a file is about. */
export type ImportNoun = (typeof IMPORT_NOUNS)[number];

export const FILE_FORMATS = ["csv", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Version of both formats; a file of a later one is not guessed at. */
export const FORMAT_VERSION = 1;
export const FILE_BYTES_MAX = 20 * 1024 * 1024;
export const FILE_ROWS_MAX = 100_000;

export const FILE_TOO_LARGE = "The file is larger than 20 MB. Split it and import the parts one by one.";
export const TOO_MANY_ROWS = "The file has more than 100,000 rows. Split it and import the parts one by one.";

/** Names of columns, which are also the keys in JSON; the first ones a file must have. */
export const COLUMNS: Record<ImportNoun, { required: readonly string[]; all: readonly string[] }> = {
  networks: {
    required: ["name", "subnet"],
    all: [
      "vdc",
      "name",
      "alias",
      "description",
      "access",
      "subnet",
      "gateway",
      "resolvers",
      "dnsDomain",
      "ptrDomain",
      "dhcpPassthrough",
      "overlayRule",
      "nicTag",
      "vxlan",
      "vlan",
      "mtu",
      "allowOverlap",
    ],
  },
  addresses: { required: ["address"], all: ["vdc", "network", "address", "usage", "note"] },
  delegations: {
    required: ["vdc"],
    all: ["vdc", "restricted", "networkLimit", "overlayRules", "nicTag", "vxlans", "sharedVlans", "vlans"],
  },
};

/** Other spellings people use for a column. */
const SYNONYMS: Readonly<Record<string, string>> = {
  vdcname: "vdc",
  vxlanid: "vxlan",
  vlanid: "vlan",
  mtubytes: "mtu",
  overlayrulename: "overlayRule",
  nictagname: "nicTag",
  isdhcppassthrough: "dhcpPassthrough",
  allowoverlapinvdc: "allowOverlap",
  networkname: "network",
  ip: "address",
  ipaddress: "address",
};

/** "DNS domain", "dns_domain" and "dnsDomain" are one column; null when it is none of the noun's. */
export function columnNamed(noun: ImportNoun, header: string): string | null {
  const plain = header.toLowerCase().replace(/[^a-z0-9]/g, "");
  const own = COLUMNS[noun].all.find((column) => column.toLowerCase() === plain);
  if (own !== undefined) return own;
  const synonym = SYNONYMS[plain];
  return synonym !== undefined && COLUMNS[noun].all.includes(synonym) ? synonym : null;
}
