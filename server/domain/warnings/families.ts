import { WARNING_CODES, type WarningCode } from "./catalogue.ts";

const FAMILY_TITLES = {
  pdc: "PDC names",
  requirement: "Requirements of several PDCs",
  rule: "Overlay rules",
  mtu: "MTU",
  nictag: "NIC tags",
  arp: "ARP tables",
  ipsec: "IPsec between PDCs",
  adminoverlay: "The cloud's own overlay",
  delegation: "Delegations",
  vnic: "VM NICs",
  node: "Nodes",
} as const;

type Family = keyof typeof FAMILY_TITLES;
export type WarningFamily = { family: Family; title: string; codes: readonly WarningCode[] };

/** The catalogue by the first word of its codes, in its own order. */
export const WARNING_FAMILIES: readonly WarningFamily[] = Object.entries(FAMILY_TITLES).map(
  ([family, title]) => ({
    // Object.entries widens the keys of a constant table.
    family: family as Family,
    title,
    codes: WARNING_CODES.filter((code) => code.startsWith(`${family}-`)),
  }),
);
