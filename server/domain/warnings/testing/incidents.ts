import type { LastRefresh } from "../../node.ts";
import type { WarningCode } from "../catalogue.ts";
import { type CloudChange, NOW, type Parts, vmVnic } from "./healthy-cloud.ts";

/** Something goes wrong in a healthy cloud; `first` is what a person should be told first. */
export type Incident = {
  what: string;
  change: CloudChange;
  /** All that is known of this node is from an hour ago. */
  silentHostname?: string;
  first: { code: WarningCode; about: string; effectCount: number };
};

type Of<P extends keyof Parts> = NonNullable<Parts[P]> extends readonly (infer Item)[] ? Item : never;

const everywhere = (change: (parts: Parts) => void) => ({ a1: change, a2: change, b1: change, b2: change });

function failedFor(cause: Extract<LastRefresh, { outcome: "failed" }>["cause"]): LastRefresh {
  return { outcome: "failed", finishedAt: NOW, cause, detail: "" };
}

/** The VM of another node of the healthy cloud, as this one would report it. */
function withVmOf(parts: Parts, number: number): void {
  const vnic = vmVnic({
    macAddress: `02:00:00:00:00:0${number}`,
    addresses: [{ ipv4Address: `10.44.0.${number}`, prefixLength: 24 }],
  });
  parts.vmVnics = [...(parts.vmVnics ?? []), vnic];
}

function withExternalAddress(parts: Parts, ipv4Address: string): void {
  parts.hostVnics = (parts.hostVnics ?? []).map((nic) => ({ ...nic, ipv4Address }));
  parts.addresses = (parts.addresses ?? []).map((held) =>
    held.interfaceName === "external0" ? { ...held, ipv4Address } : held,
  );
}

function withRule(parts: Parts, change: Partial<Of<"overlayRules">>): void {
  parts.overlayRules = (parts.overlayRules ?? []).map((rule) => ({ ...rule, ...change }));
}

function withLive(parts: Parts, change: Partial<Of<"overlays">>): void {
  parts.overlays = (parts.overlays ?? []).map((overlay) => ({ ...overlay, ...change }));
}

function withSecondRule(parts: Parts, change: Partial<Of<"overlayRules">>): void {
  const rules = parts.overlayRules ?? [];
  const arpFilePath = "/opt/custom/networking/backup_overlay.json";
  const second = rules.slice(0, 1).map((rule) => ({ ...rule, name: "backup", arpFilePath, ...change }));
  parts.overlayRules = [...rules, ...second];
  parts.nicTags = [
    ...(parts.nicTags ?? []),
    { name: "backup", type: "overlay rule", macAddress: null, link: null },
  ];
}

function withoutExternalNic(parts: Parts): void {
  parts.nicTags = (parts.nicTags ?? []).filter(({ name }) => name !== "external");
  parts.nics = (parts.nics ?? []).map((nic) =>
    nic.nicTagNames.includes("external") ? { ...nic, nicTagNames: [] } : nic,
  );
  parts.hostVnics = [];
  parts.addresses = (parts.addresses ?? []).filter(({ interfaceName }) => interfaceName !== "external0");
  parts.defaultRoutes = [{ gateway: "10.2.0.1", interfaceName: "igb0" }];
}

function withIpsec(
  parts: Parts,
  change: (ipsec: NonNullable<Parts["ipsec"]>) => Partial<NonNullable<Parts["ipsec"]>>,
): void {
  if (parts.ipsec) parts.ipsec = { ...parts.ipsec, ...change(parts.ipsec) };
}

function withSilentNeighbours(parts: Parts): void {
  parts.probes = (parts.probes ?? []).map((probe) => ({ ...probe, isAnswered: false }));
}

export const INCIDENTS: readonly Incident[] = [
  {
    what: "a node dies, and its VM is started on another one",
    silentHostname: "b1",
    change: {
      node: { b1: { lastRefresh: failedFor("unreachable") } },
      parts: {
        b2: (parts) => {
          withSilentNeighbours(parts);
          withVmOf(parts, 3);
        },
      },
    },
    first: { code: "node-unreachable", about: "b1", effectCount: 2 },
  },
  {
    what: "a machine shows another host key",
    silentHostname: "b2",
    change: { node: { b2: { lastRefresh: failedFor("host-key-changed") } } },
    first: { code: "node-host-key-changed", about: "b2", effectCount: 1 },
  },
  {
    what: "a node loses its PDC name",
    change: {
      parts: { a2: (parts) => parts.identity && (parts.identity = { ...parts.identity, pdcName: "" }) },
    },
    first: { code: "pdc-name-missing", about: "a2", effectCount: 0 },
  },
  {
    what: "somebody mistypes a PDC name",
    change: {
      parts: { a2: (parts) => parts.identity && (parts.identity = { ...parts.identity, pdcName: "a1pha" }) },
    },
    first: { code: "pdc-name-similar", about: "“a1pha” and “alpha”", effectCount: 8 },
  },
  {
    what: "a node moves to a new PDC name although its admin network stays",
    change: {
      parts: {
        a2: (parts) => parts.identity && (parts.identity = { ...parts.identity, pdcName: "charlie" }),
      },
    },
    first: { code: "pdc-different-name-same-admin", about: "“alpha” and “charlie”", effectCount: 7 },
  },
  {
    what: "the admin network of a place is torn",
    change: { parts: { a1: withSilentNeighbours, a2: withSilentNeighbours } },
    first: { code: "pdc-same-name-separate-admin", about: "“alpha”", effectCount: 0 },
  },
  {
    what: "a node loses its NIC tag external",
    change: { parts: { b1: withoutExternalNic } },
    first: { code: "requirement-external-tag", about: "b1", effectCount: 2 },
  },
  {
    what: "a provider puts a node behind address translation",
    change: { parts: { b1: (parts) => withExternalAddress(parts, "192.168.7.3") } },
    first: { code: "requirement-external-address", about: "b1", effectCount: 8 },
  },
  {
    what: "two nodes are given one external address",
    change: { parts: { b1: (parts) => withExternalAddress(parts, "198.18.1.2") } },
    first: { code: "requirement-external-address-shared", about: "198.18.1.2", effectCount: 4 },
  },
  {
    what: "a default route turns to the admin network",
    change: {
      parts: { a1: (parts) => (parts.defaultRoutes = [{ gateway: "10.1.0.1", interfaceName: "igb0" }]) },
    },
    first: { code: "requirement-default-route", about: "a1", effectCount: 0 },
  },
  {
    what: "a node loses its IPsec policy and its keys",
    change: {
      parts: { a1: (parts) => withIpsec(parts, () => ({ policyRules: [], presharedKeys: [] })) },
    },
    first: { code: "ipsec-policy-missing", about: "a1", effectCount: 1 },
  },
  {
    what: "one node is given other algorithms",
    change: {
      parts: {
        a1: (parts) =>
          withIpsec(parts, ({ policyRules }) => ({
            policyRules: policyRules.map((rule) => ({ ...rule, authenticationAlgorithm: "sha1" })),
          })),
      },
    },
    first: { code: "ipsec-policy-differs", about: "a1 and b1", effectCount: 0 },
  },
  {
    what: "a node's firewall is switched off",
    change: { parts: { a2: (parts) => (parts.firewall = []) } },
    first: { code: "ipsec-clear-text-guard-missing", about: "a2", effectCount: 1 },
  },
  {
    what: "a rule's port is changed on one node while its overlays run on",
    change: { parts: { b1: (parts) => withRule(parts, { listenPort: 4799 }) } },
    first: { code: "rule-differs", about: "customers", effectCount: 1 },
  },
  {
    what: "a rule is pinned to a private address on one node",
    change: {
      parts: {
        b1: (parts) => {
          withRule(parts, { listenAddress: "10.2.0.11" });
          withLive(parts, { listenAddress: "10.2.0.11" });
        },
      },
    },
    first: { code: "rule-listen-address-private", about: "customers", effectCount: 3 },
  },
  {
    what: "a second rule is put on the port of the first",
    change: { parts: everywhere((parts) => withSecondRule(parts, {})) },
    first: { code: "rule-port-conflict", about: "“backup” and “customers”", effectCount: 0 },
  },
  {
    what: "a rule's MTU is lowered below that of its network and VMs",
    change: {
      parts: everywhere((parts) => {
        withRule(parts, { mtuBytes: 1200 });
        withLive(parts, { mtuBytes: 1200 });
      }),
    },
    first: { code: "mtu-network-exceeds-rule", about: "shop", effectCount: 1 },
  },
  {
    what: "a rule and its network are made too large for IPsec",
    change: {
      parts: everywhere((parts) => {
        withRule(parts, { mtuBytes: 1450 });
        withLive(parts, { mtuBytes: 1450 });
      }),
      network: { mtuBytes: 1450 },
    },
    first: { code: "mtu-overlay-exceeds-path", about: "customers", effectCount: 1 },
  },
  {
    what: "a VM is cloned with its MAC address",
    change: { parts: { b2: (parts) => withVmOf(parts, 1) } },
    first: { code: "arp-collision", about: "02:00:00:00:00:01 on customers", effectCount: 0 },
  },
  {
    what: "half of an ARP table is damaged",
    change: {
      parts: {
        a2: (parts) => {
          parts.arpTables = (parts.arpTables ?? []).map((table) => ({
            ...table,
            entries: table.entries.slice(1),
            problems: ["The first entry has no MAC address."],
          }));
        },
      },
    },
    first: {
      code: "arp-table-unreadable",
      about: "/opt/custom/networking/customers_overlay.json on a2",
      effectCount: 1,
    },
  },
];
