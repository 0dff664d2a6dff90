import type {
  ArpTable,
  FactPartName,
  FactParts,
  IpsecFacts,
  NodeClock,
  NodeFacts,
  NodeIdentity,
} from "./facts.ts";
import { isClockOff } from "./node-clock.ts";

export type FactsDifference = {
  part: FactPartName;
  kind: "added" | "removed" | "changed";
  /** What it is about, e.g. the name of a link or rule. */
  subject: string;
  sentence: string;
};

export const PART_LABELS: Record<FactPartName, string> = {
  identity: "Identity",
  nics: "NICs",
  hostVnics: "vNICs of the node",
  nicTags: "NIC tags",
  overlayRules: "Overlay rules",
  overlays: "Overlays",
  addresses: "Addresses",
  defaultRoutes: "Default routes",
  arpTables: "ARP tables",
  ipsec: "IPsec state",
  firewall: "Firewall rules",
  vmVnics: "vNICs of VMs",
  probes: "Probes",
  pathProbes: "Path probes",
  ike: "IKE associations",
  clock: "Clock",
};

/** What changed in meaning; order, boot time, and the comings and goings of security associations are no change. */
export function factsDifference(earlier: NodeFacts | null, later: NodeFacts): FactsDifference[] {
  return [
    ...comparePart(earlier, later, "identity", identityDifferences),
    ...compareLists(earlier, later, "nics", {
      key: ({ name }) => name,
      label: ({ name }) => `NIC ${name}`,
      fields: {
        kind: "kind",
        macAddress: "MAC address",
        ipv4Address: "address",
        linkStatus: "link status",
        nicTagNames: "NIC tags",
        mtuBytes: "MTU",
      },
    }),
    ...compareLists(earlier, later, "hostVnics", {
      key: ({ name }) => name,
      label: ({ name }) => `vNIC ${name}`,
      place: ({ over }) => ` on ${over}`,
      fields: {
        macAddress: "MAC address",
        ipv4Address: "address",
        linkStatus: "link status",
        over: "link",
        vlanId: "VLAN",
        mtuBytes: "MTU",
      },
    }),
    ...compareLists(earlier, later, "nicTags", {
      key: ({ name }) => name,
      label: ({ name }) => `NIC tag ${name}`,
      fields: { type: "type", macAddress: "MAC address", link: "link" },
    }),
    ...compareLists(earlier, later, "overlayRules", {
      key: ({ name }) => name,
      label: ({ name }) => `overlay rule ${name}`,
      fields: { text: "options", problems: "problems" },
    }),
    ...compareLists(earlier, later, "overlays", {
      key: ({ name }) => name,
      label: ({ name }) => `overlay ${name}`,
      fields: {
        vxlanId: "VXLAN id",
        status: "status",
        statusDetail: "status detail",
        listenAddress: "listen address",
        listenPort: "port",
        mtuBytes: "MTU",
        arpFilePath: "ARP file",
      },
    }),
    ...compareLists(earlier, later, "addresses", {
      key: ({ interfaceName, ipv4Address }) => `${interfaceName} ${ipv4Address}`,
      label: ({ ipv4Address }) => `address ${ipv4Address}`,
      place: ({ interfaceName }) => ` on ${interfaceName}`,
      fields: { prefixLength: "prefix length" },
    }),
    ...compareLists(earlier, later, "defaultRoutes", {
      key: ({ gateway, interfaceName }) => `${gateway} ${interfaceName}`,
      label: ({ gateway }) => `default route ${gateway}`,
      place: ({ interfaceName }) => (interfaceName ? ` on ${interfaceName}` : ""),
      fields: {},
    }),
    ...comparePart(earlier, later, "arpTables", arpTableDifferences),
    ...comparePart(earlier, later, "ipsec", ipsecDifferences),
    ...comparePart(earlier, later, "firewall", firewallDifferences),
    ...compareLists(earlier, later, "vmVnics", {
      key: ({ vmUuid, macAddress }) => `${vmUuid} ${macAddress}`,
      label: ({ interfaceName, vmAlias, vmUuid }) => `vNIC ${interfaceName} of VM ${vmAlias} (${vmUuid})`,
      place: ({ nicTag, overlayRuleName, vxlanId }) =>
        ` on ${overlayRuleName === null ? nicTag : `${overlayRuleName}${vxlanId}`}`,
      fields: {
        vmAlias: "alias",
        interfaceName: "name",
        nicTag: "NIC tag",
        vlanId: "VLAN",
        addresses: "addresses",
        isDhcp: "use of DHCP",
        mtuBytes: "MTU",
      },
    }),
    ...comparePart(earlier, later, "probes", probeDifferences),
    ...comparePart(earlier, later, "pathProbes", pathProbeDifferences),
    ...comparePart(earlier, later, "ike", ikeDifferences),
    ...comparePart(earlier, later, "clock", clockDifferences),
  ];
}

type Change = Omit<FactsDifference, "part">;

function comparePart<P extends FactPartName>(
  earlier: NodeFacts | null,
  later: NodeFacts,
  part: P,
  compare: (before: FactParts[P], after: FactParts[P]) => Change[],
): FactsDifference[] {
  const before = earlier?.[part];
  const after = later[part];
  if (!after) return [];
  if (!before)
    return [
      {
        part,
        kind: "added",
        subject: PART_LABELS[part],
        sentence: `${PART_LABELS[part]} read for the first time.`,
      },
    ];
  return compare(before.value, after.value).map((change) => ({ part, ...change }));
}

type Wording<T> = {
  key(item: T): string;
  label(item: T): string;
  /** Where it is: " on …". */
  place?(item: T): string;
  /** Words for the fields that count. */
  fields: { [F in keyof T]?: string };
};
type ListPartName = { [P in FactPartName]: FactParts[P] extends unknown[] ? P : never }[FactPartName];

function compareLists<P extends ListPartName>(
  earlier: NodeFacts | null,
  later: NodeFacts,
  part: P,
  wording: Wording<FactParts[P][number]>,
): FactsDifference[] {
  return comparePart(earlier, later, part, (before, after) =>
    listChanges<FactParts[P][number]>(before, after, wording),
  );
}

function listChanges<T>(before: readonly T[], after: readonly T[], wording: Wording<T>): Change[] {
  const { key, label, place } = wording;
  const earlierByKey = new Map(before.map((item) => [key(item), item]));
  const laterKeys = new Set(after.map(key));
  const gone = before.filter((item) => !laterKeys.has(key(item)));
  return [
    ...after.flatMap((item): Change[] => {
      const known = earlierByKey.get(key(item));
      if (known !== undefined) return fieldChanges(known, item, wording);
      return [
        {
          kind: "added",
          subject: label(item),
          sentence: `${capitalized(label(item))} added${place?.(item) ?? ""}.`,
        },
      ];
    }),
    ...gone.map((item): Change => ({
      kind: "removed",
      subject: label(item),
      sentence: `${capitalized(label(item))} gone${place?.(item).replace(" on ", " from ") ?? ""}.`,
    })),
  ];
}

function fieldChanges<T>(before: T, after: T, { label, fields }: Wording<T>): Change[] {
  const changes: Change[] = [];
  for (const field in fields) {
    const [from, to] = [shown(before[field]), shown(after[field])];
    if (from === to) continue;
    const subject = label(after);
    changes.push({
      kind: "changed",
      subject,
      sentence: `${capitalized(subject)}: ${fields[field]} changed from ${from} to ${to}.`,
    });
  }
  return changes;
}

/** Lists without their order, so that only meaning is compared. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(shown).toSorted().join(", ");
  if (typeof value === "string") return `“${value}”`;
  if (typeof value === "object") return canonical(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** The same text whatever the order of keys, which a database does not keep. */
function canonical(item: object): string {
  const entries = Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([, value]) => String(value)).join("/");
}

function capitalized(text: string): string {
  return text.startsWith("vNIC") ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function identityDifferences(before: NodeIdentity, after: NodeIdentity): Change[] {
  return fieldChanges(before, after, {
    key: ({ nodeUuid }) => nodeUuid,
    label: () => "node",
    fields: {
      nodeUuid: "UUID",
      hostname: "host name",
      pdcName: "PDC name",
      adminIp: "admin IP",
      adminNicTagName: "admin NIC tag",
      liveImage: "image",
    },
  }).map((change) => ({
    ...change,
    sentence: change.sentence.replace(/^Node: (.)/, (_, first: string) => first.toUpperCase()),
  }));
}

function arpTableDifferences(before: ArpTable[], after: ArpTable[]): Change[] {
  const label = ({ path }: ArpTable) => `ARP table ${path}`;
  const earlierByPath = new Map(before.map((table) => [table.path, table]));
  const changes = listChanges(before, after, {
    key: ({ path }) => path,
    label,
    fields: { problems: "problems" },
  });
  for (const table of after) {
    const known = earlierByPath.get(table.path);
    if (!known) continue;
    const counts = countChanges(known.entries, table.entries, ({ macAddress }) => macAddress);
    if (counts !== "")
      changes.push({ kind: "changed", subject: label(table), sentence: `${label(table)}: ${counts}.` });
  }
  return changes;
}

/** "2 entries added, 1 entry gone"; "" when nothing changed. */
function countChanges<T extends object>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): string {
  const earlierByKey = new Map(before.map((item) => [key(item), canonical(item)]));
  const laterKeys = new Set(after.map(key));
  const added = after.filter((item) => !earlierByKey.has(key(item))).length;
  const changed = after.filter(
    (item) => (earlierByKey.get(key(item)) ?? canonical(item)) !== canonical(item),
  ).length;
  const gone = before.filter((item) => !laterKeys.has(key(item))).length;
  const counts = [
    [added, "added"],
    [changed, "changed"],
    [gone, "gone"],
  ] as const;
  return counts
    .flatMap(([count, verb]) =>
      count === 0 ? [] : [`${count} ${count === 1 ? "entry" : "entries"} ${verb}`],
    )
    .join(", ");
}

function ipsecDifferences(before: IpsecFacts, after: IpsecFacts): Change[] {
  return [
    ...listChanges(before.policyRules, after.policyRules, {
      key: (rule) => canonical(rule),
      label: ({ action, localAddress, remoteAddress }) =>
        `IPsec policy (${action}) from ${localAddress ?? "any"} to ${remoteAddress ?? "any"}`,
      fields: {},
    }),
    ...listChanges(before.ikeRules, after.ikeRules, {
      key: ({ localAddress, remoteAddress }) => `${localAddress} ${remoteAddress}`,
      label: ({ localAddress, remoteAddress }) => `IKE rule from ${localAddress} to ${remoteAddress}`,
      fields: {
        authenticationMethod: "authentication method",
        encryptionAlgorithm: "encryption",
        hashAlgorithm: "hash",
        diffieHellmanGroup: "Diffie-Hellman group",
        perfectForwardSecrecyGroup: "PFS group",
        lifetimeSeconds: "lifetime",
      },
    }),
    ...keyChanges(before, after),
    ...associationChanges(before, after),
    ...fieldChanges(before, after, {
      key: () => "",
      label: () => "IPsec configuration",
      fields: { problems: "problems" },
    }),
  ];
}

/** A fingerprint tells nothing to people: a key is new, gone or another one. */
function keyChanges(before: IpsecFacts, after: IpsecFacts): Change[] {
  return listChanges(before.presharedKeys, after.presharedKeys, {
    key: ({ localAddress, remoteAddress }) => `${localAddress} ${remoteAddress}`,
    label: ({ localAddress, remoteAddress }) => `pre-shared key of ${localAddress} and ${remoteAddress}`,
    fields: { fingerprint: "fingerprint" },
  }).map((change) =>
    change.kind === "changed"
      ? { ...change, sentence: `${capitalized(change.subject)} is another one.` }
      : change,
  );
}

/** SPIs and counters come and go with every key exchange; only whether a pair has an association in a state counts. */
function associationChanges(before: IpsecFacts, after: IpsecFacts): Change[] {
  const pairs = ({ associations }: IpsecFacts) => [
    ...new Map(
      associations
        .filter(({ state }) => state === "MATURE" || state === "DYING")
        .map(({ sourceAddress, destinationAddress }) => [
          `${sourceAddress} ${destinationAddress}`,
          { sourceAddress, destinationAddress },
        ]),
    ).values(),
  ];
  return listChanges(pairs(before), pairs(after), {
    key: ({ sourceAddress, destinationAddress }) => `${sourceAddress} ${destinationAddress}`,
    label: ({ sourceAddress, destinationAddress }) =>
      `security association from ${sourceAddress} to ${destinationAddress}`,
    fields: {},
  });
}

/** The order of rules has meaning, so a mere reordering is one change. */
function firewallDifferences(before: FactParts["firewall"], after: FactParts["firewall"]): Change[] {
  const changes = listChanges(before, after, {
    key: ({ text }) => text,
    label: ({ text }) => `firewall rule “${text}”`,
    fields: {},
  });
  const isReordered =
    changes.length === 0 &&
    before.map(({ text }) => text).join("\n") !== after.map(({ text }) => text).join("\n");
  return isReordered
    ? [{ kind: "changed", subject: "firewall", sentence: "The order of the firewall rules changed." }]
    : changes;
}

function probeDifferences(before: FactParts["probes"], after: FactParts["probes"]): Change[] {
  const earlier = new Map(before.map(({ targetAddress, isAnswered }) => [targetAddress, isAnswered]));
  return after.flatMap(({ targetAddress, isAnswered }): Change[] => {
    const known = earlier.get(targetAddress);
    if (known === undefined || known === isAnswered) return [];
    const verb = isAnswered ? "answers again" : "no longer answers";
    return [{ kind: "changed", subject: `probe of ${targetAddress}`, sentence: `${targetAddress} ${verb}.` }];
  });
}

/** A peer that is measured for the first time, or not at all this time, is no change of the path. */
function pathProbeDifferences(before: FactParts["pathProbes"], after: FactParts["pathProbes"]): Change[] {
  const earlier = new Map(before.map(({ peerAddress, bytesThatPassed }) => [peerAddress, bytesThatPassed]));
  return after.flatMap(({ peerAddress, bytesThatPassed }): Change[] => {
    const known = earlier.get(peerAddress);
    if (known === undefined || known === bytesThatPassed) return [];
    return [
      {
        kind: "changed",
        subject: `path to ${peerAddress}`,
        sentence: `The path to ${peerAddress} carries ${bytesThatPassed} bytes unfragmented instead of ${known}.`,
      },
    ];
  });
}

/** Associations come and go with the traffic; only whether anybody negotiates them is a change. */
function ikeDifferences(before: FactParts["ike"], after: FactParts["ike"]): Change[] {
  if (before.isRunning === after.isRunning) return [];
  const sentence = after.isRunning ? "in.iked runs again." : "in.iked no longer runs.";
  return [{ kind: "changed", subject: "in.iked", sentence }];
}

function clockDifferences(before: NodeClock, after: NodeClock): Change[] {
  if (isClockOff(before) === isClockOff(after)) return [];
  const sentence = isClockOff(after)
    ? `The node's clock is ${Math.abs(after.secondsAhead)} s ${after.secondsAhead > 0 ? "ahead" : "behind"}.`
    : "The node's clock is right again.";
  return [{ kind: "changed", subject: "clock", sentence }];
}
