import type { ArpEntry, FactParts, FirewallRule, NodeFacts, Probe, VmVnic } from "../facts.ts";

export const RULE = "customers";
export const PORT = 4790;
const VXLAN_ID = 123;
const MTU_BYTES = 1392;
const ARP_FILE_PATH = `/opt/custom/networking/${RULE}_overlay.json`;

/** Who it has keys for. */
type Partner = { hostname: string; externalAddress: string; keyFingerprint: string };

/** What tells one sound node from another. */
export type SoundNode = {
  id: string;
  hostname: string;
  pdcName: string;
  adminAddress: string;
  externalAddress: string;
  nicMacAddress: string;
  externalMacAddress: string;
  /** null: no default route is known. */
  gateway: string | null;
  arpEntries: ArpEntry[];
  partners: readonly Partner[];
  associations: FactParts["ipsec"]["associations"];
  vms: readonly Pick<VmVnic, "vmUuid" | "vmAlias" | "macAddress" | "addresses">[];
  probes: Probe[];
};

/** A node with nothing wrong: one overlay rule with one overlay, keys for its partners and a guard against clear text. */
export function soundParts(node: SoundNode): FactParts {
  const { id, hostname, adminAddress, externalAddress, nicMacAddress, partners } = node;
  const ends = (partner: Partner) => ({
    localAddress: externalAddress,
    remoteAddress: partner.externalAddress,
  });
  const tag = { type: "normal" as const, macAddress: nicMacAddress, link: "igb0" };
  return {
    identity: {
      nodeUuid: id,
      hostname,
      pdcName: node.pdcName,
      adminIp: adminAddress,
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    },
    nics: [
      {
        name: "igb0",
        kind: "physical",
        macAddress: nicMacAddress,
        ipv4Address: adminAddress,
        linkStatus: "up",
        nicTagNames: ["admin", "external"],
        mtuBytes: 1500,
      },
    ],
    hostVnics: [
      {
        name: "external0",
        macAddress: node.externalMacAddress,
        ipv4Address: externalAddress,
        linkStatus: "up",
        over: "igb0",
        vlanId: 0,
        mtuBytes: null,
      },
    ],
    nicTags: [
      { name: "admin", ...tag },
      { name: "external", ...tag },
    ],
    overlayRules: [
      {
        name: RULE,
        text: `-e vxlan -p vxlan/listen_ip=0.0.0.0,vxlan/listen_port=${PORT} -s files -p files/config=${ARP_FILE_PATH} -p mtu=${MTU_BYTES}`,
        encapsulation: "vxlan",
        search: "files",
        listenAddress: "0.0.0.0",
        listenPort: PORT,
        arpFilePath: ARP_FILE_PATH,
        mtuBytes: MTU_BYTES,
        problems: [],
      },
    ],
    overlays: [
      {
        name: `${RULE}${VXLAN_ID}`,
        overlayRuleName: RULE,
        vxlanId: VXLAN_ID,
        status: "online",
        statusDetail: null,
        listenAddress: "0.0.0.0",
        listenPort: PORT,
        mtuBytes: MTU_BYTES,
        arpFilePath: ARP_FILE_PATH,
      },
    ],
    addresses: [],
    defaultRoutes: node.gateway === null ? [] : [{ gateway: node.gateway, interfaceName: "external0" }],
    arpTables: [{ path: ARP_FILE_PATH, overlayRuleNames: [RULE], entries: node.arpEntries, problems: [] }],
    ipsec: {
      policyRules: partners.map((partner) => ({
        ...ends(partner),
        localPort: null,
        remotePort: null,
        protocol: "udp",
        action: "ipsec",
        encryptionAlgorithm: "aes",
        authenticationAlgorithm: "sha512",
      })),
      ikeRules: partners.map((partner) => ({
        label: `${hostname}-${partner.hostname}`,
        ...ends(partner),
        authenticationMethod: "preshared",
        encryptionAlgorithm: "aes",
        hashAlgorithm: "sha256",
        diffieHellmanGroup: 14,
        perfectForwardSecrecyGroup: 14,
        lifetimeSeconds: 900,
      })),
      presharedKeys: partners.map((partner) => ({ ...ends(partner), fingerprint: partner.keyFingerprint })),
      associations: node.associations,
      problems: [],
    },
    firewall: [blockRule("in"), blockRule("out")],
    vmVnics: node.vms.map((vm) => ({
      ...vm,
      interfaceName: "net0",
      nicTag: `${RULE}/${VXLAN_ID}`,
      overlayRuleName: RULE,
      vxlanId: VXLAN_ID,
      vlanId: 0,
      isDhcp: false,
      mtuBytes: MTU_BYTES,
    })),
    probes: node.probes,
    pathProbes: [],
    ike: { isRunning: true, associations: [] },
    clock: { secondsAhead: 0 },
  };
}

/** The same whichever of two nodes says it. */
export function sharedFingerprint(number: number, other: number): string {
  return [number, other].toSorted((a, b) => a - b).join("-");
}

export function blockRule(direction: "in" | "out"): FirewallRule {
  return {
    action: "block",
    direction,
    quick: true,
    interfaceName: "external0",
    protocol: "udp",
    portFirst: PORT,
    portLast: PORT,
    isUnconditional: true,
    text: `block ${direction} quick on external0 proto udp from any to any port = ${PORT}`,
  };
}

/** All parts as one reading brought them. */
export function observedFacts(parts: FactParts, observedAt: Date): NodeFacts {
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, { value, observedAt }]),
  ) as unknown as NodeFacts; // Every key of FactParts is there, which Object.fromEntries cannot tell.
}
