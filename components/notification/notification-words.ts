import type { DeliveryState } from "#server/domain/notification/delivery.ts";
import type { Severity } from "#server/domain/warning.ts";

export const SEVERITY_WORDS: Record<Severity, string> = {
  critical: "Critical",
  warning: "Warning",
  info: "Info",
};

/** Families of codes; one that is new is shown by its name until it has words. */
export const FAMILY_WORDS: Readonly<Record<string, string>> = {
  pdc: "PDC names and places",
  requirement: "Requirements of nodes",
  rule: "Overlay rules",
  mtu: "MTU",
  nictag: "NIC tags",
  arp: "ARP tables",
  ipsec: "IPsec",
  vnic: "VM NICs",
  node: "Nodes and refreshes",
  adminoverlay: "Adminoverlay",
  delegation: "Delegations",
};

export const narrowedWords = (count: number): string => (count === 0 ? "all" : `${count} chosen`);

export const DELIVERY_WORDS: Record<
  DeliveryState,
  { word: string; tone: "good" | "bad" | "caution" | "neutral" }
> = {
  queued: { word: "Queued", tone: "neutral" },
  sending: { word: "Sending", tone: "neutral" },
  waiting: { word: "Will be tried again", tone: "caution" },
  delivered: { word: "Delivered", tone: "good" },
  failed: { word: "Failed", tone: "bad" },
};
