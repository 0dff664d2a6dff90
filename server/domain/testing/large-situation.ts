import type { Delegation } from "../delegation.ts";
import type { ArpEntry, ArpTable, NodeFacts, OverlayRule, VmVnic } from "../facts.ts";
import type { Node } from "../node.ts";
import type { NetworkFacts, Situation } from "../warnings/situation.ts";
import { type CloudSize, largeCloud } from "./large-cloud.ts";

const PORT_FIRST = 4790;
const MTU_BYTES = 1388;
const RULES_PER_PDC = 10;
const PDCS_PER_RULE = 10;
const VXLANS_PER_RULE = 10;
const VNICS_PER_NODE = 20;
const VDC_ID = "11111111-1111-4111-8111-111111111111";

type Place = { pdc: number; node: number; position: number };
type Rule = { number: number; name: string };

/**
 * All that warnings are judged from in a large cloud: ten overlay rules in each PDC and twenty VM NICs on each node, with some
 * faults. Each rule is carried by ten PDCs; a PDC's nodes hold the same ARP tables, as one value.
 */
export function largeSituation(size: CloudSize, now: Date): Situation {
  const observedAt = new Date(now.getTime() - 60_000);
  const groupCount = Math.ceil(size.pdcCount / PDCS_PER_RULE);
  const rulesOf = (pdc: number): Rule[] =>
    range(RULES_PER_PDC).map((step) => ruleOf((pdc % groupCount) * RULES_PER_PDC + step));
  const entries = entriesOf(size, rulesOf);
  const tablesByPdc = range(size.pdcCount).map((pdc) =>
    rulesOf(pdc).map((rule) => tableOf(rule, entries.get(rule.number) ?? [], pdc)),
  );
  const nodes = largeCloud(size, now).map((node, position) => {
    const pdc = Math.floor(position / size.nodesPerPdc);
    const place = { pdc, node: position % size.nodesPerPdc, position };
    return furnished(node, place, rulesOf(pdc), {
      size,
      groupCount,
      observedAt,
      tables: tablesByPdc[pdc] ?? [],
    });
  });
  const networks = range(groupCount * RULES_PER_PDC).flatMap((number) =>
    range(VXLANS_PER_RULE).map((step) => networkOf(ruleOf(number), step, observedAt)),
  );
  const ruleNames = range(groupCount * RULES_PER_PDC).map((number) => ruleOf(number).name);
  const settings = { staleAfterSeconds: 900, publicAddressExceptions: [] };
  return {
    nodes,
    partFailuresByNodeId: new Map(),
    networks,
    pathMtus: [],
    delegations: [
      { vdcId: VDC_ID, vdcName: "acme", delegation: delegationOf(ruleNames), updatedAt: observedAt },
    ],
    overlayRules: ruleNames.map((name) => ({ name, isUserRule: true })),
    restingVxlans: [],
    settings,
    now,
  };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

/** Nodes' tools ignore names that end in a digit. */
function ruleOf(number: number): Rule {
  return { number, name: `rule${String(number).padStart(3, "0")}x` };
}

const vxlanIdOf = (rule: Rule, step: number): number => 1000 + rule.number * VXLANS_PER_RULE + step;

function networkOf(rule: Rule, step: number, updatedAt: Date): NetworkFacts {
  const vxlanId = vxlanIdOf(rule, step);
  return {
    id: `33333333-3333-4333-8333-${String(vxlanId).padStart(12, "0")}`,
    vdcId: VDC_ID,
    name: `net-${vxlanId}`,
    subnet: "172.16.0.0/14",
    overlayRuleName: rule.name,
    nicTagName: null,
    vxlanId,
    vlanId: 0,
    mtuBytes: MTU_BYTES,
    updatedAt,
  };
}

function delegationOf(ruleNames: readonly string[]): Delegation {
  return {
    isRestricted: true,
    networkCountMax: 100_000,
    vxlanDelegations: [
      { overlayRuleNames: null, vxlanIds: [{ first: 1000, last: 99_999 }], sharedVlanIds: null },
    ],
    vlanDelegations: ruleNames.map((overlayRuleName) => ({
      overlayRuleName,
      nicTagName: null,
      vlanIds: [{ first: 0, last: 0 }],
    })),
  };
}

type Claim = { place: Place; macAddress: string; arpAddress: string };

/** Two VM NICs on each rule of the node. */
function vnicsOf(place: Place, rules: readonly Rule[], size: CloudSize, groupCount: number): VmVnic[] {
  return range(VNICS_PER_NODE).flatMap((step) => {
    const rule = rules[step % rules.length];
    if (!rule) return [];
    const round = Math.floor(step / rules.length);
    const inRule = (Math.floor(place.pdc / groupCount) * size.nodesPerPdc + place.node) * 2 + round;
    const number = place.position * VNICS_PER_NODE + step;
    const vxlanId = vxlanIdOf(rule, (place.position + step) % VXLANS_PER_RULE);
    return {
      vmUuid: `22222222-2222-4222-8222-${String(number).padStart(12, "0")}`,
      vmAlias: `vm-${number}`,
      interfaceName: "net0",
      macAddress: `0a:00${hexOctets(number, 4)}`,
      nicTag: `${rule.name}/${vxlanId}`,
      overlayRuleName: rule.name,
      vxlanId,
      vlanId: 0,
      addresses: [
        {
          ipv4Address: `172.${16 + (inRule >> 16)}.${(inRule >> 8) & 255}.${inRule & 255}`,
          prefixLength: 14,
        },
      ],
      isDhcp: false,
      mtuBytes: MTU_BYTES,
    };
  });
}

function hexOctets(number: number, count: number): string {
  const octets = range(count).map((position) => (number >>> (8 * (count - 1 - position))) & 255);
  return octets.map((octet) => `:${octet.toString(16).padStart(2, "0")}`).join("");
}

/** What tables hold inside the vNIC's own PDC and elsewhere, by the number of the rule. */
type Entries = { pdc: number; same: ArpEntry; other: ArpEntry };

function entriesOf(size: CloudSize, rulesOf: (pdc: number) => Rule[]): Map<number, Entries[]> {
  const groupCount = Math.ceil(size.pdcCount / PDCS_PER_RULE);
  const byRule = new Map<number, Entries[]>();
  for (const pdc of range(size.pdcCount)) {
    const rules = rulesOf(pdc);
    const numberByName = new Map(rules.map(({ name, number }) => [name, number]));
    for (const node of range(size.nodesPerPdc)) {
      const place = { pdc, node, position: pdc * size.nodesPerPdc + node };
      for (const vnic of vnicsOf(place, rules, size, groupCount)) {
        const number = numberByName.get(vnic.overlayRuleName ?? "") ?? -1;
        const made = byRule.get(number) ?? [];
        byRule.set(number, made);
        const claim = {
          place,
          macAddress: vnic.macAddress,
          arpAddress: vnic.addresses[0]?.ipv4Address ?? "",
        };
        made.push({ pdc, same: entryOf(claim, 10, number), other: entryOf(claim, 8, number) });
      }
    }
  }
  return byRule;
}

function entryOf({ place, macAddress, arpAddress }: Claim, first: number, ruleNumber: number): ArpEntry {
  const peerAddress = `${first}.${place.pdc}.${place.node >> 8}.${place.node & 255}`;
  return { macAddress, arpAddress, peerAddress, port: PORT_FIRST + ruleNumber };
}

const pathOf = (name: string): string => `/opt/custom/networking/${name}_overlay.json`;

function tableOf({ name }: Rule, entries: readonly Entries[], ownPdc: number): ArpTable {
  const held = entries.map(({ pdc, same, other }) => (pdc === ownPdc ? same : other));
  return { path: pathOf(name), overlayRuleNames: [name], entries: held, problems: [] };
}

function overlayRuleOf({ name, number }: Rule): OverlayRule {
  const listenPort = PORT_FIRST + number;
  return {
    name,
    text: `-e vxlan -p vxlan/listen_ip=0.0.0.0,vxlan/listen_port=${listenPort} -s files -p files/config=${pathOf(name)} -p mtu=${MTU_BYTES}`,
    encapsulation: "vxlan",
    search: "files",
    listenAddress: "0.0.0.0",
    listenPort,
    arpFilePath: pathOf(name),
    mtuBytes: MTU_BYTES,
    problems: [],
  };
}

type Surroundings = { size: CloudSize; groupCount: number; observedAt: Date; tables: ArpTable[] };

function furnished(
  node: Node,
  place: Place,
  rules: readonly Rule[],
  { size, groupCount, observedAt, tables }: Surroundings,
): Node {
  const { facts } = node;
  if (!facts) return node;
  const vmVnics = vnicsOf(place, rules, size, groupCount);
  const overlayRules = rules.map(overlayRuleOf);
  const segments = new Map(vmVnics.map((vnic) => [vnic.vxlanId ?? 0, vnic.overlayRuleName ?? ""]));
  const overlays = [...segments].map(([vxlanId, name]) => {
    const { listenPort, arpFilePath } = overlayRules.find((rule) => rule.name === name) ?? {
      listenPort: null,
      arpFilePath: null,
    };
    const live = {
      status: "online" as const,
      statusDetail: null,
      listenAddress: "0.0.0.0",
      mtuBytes: MTU_BYTES,
    };
    return { name: `${name}${vxlanId}`, overlayRuleName: name, vxlanId, listenPort, arpFilePath, ...live };
  });
  const nicTags = [
    ...(facts.nicTags?.value ?? []),
    ...rules.map(({ name }) => ({ name, type: "overlay rule" as const, macAddress: null, link: null })),
  ];
  const firewall = (facts.firewall?.value ?? []).map((rule) => ({
    ...rule,
    portFirst: PORT_FIRST,
    portLast: PORT_FIRST + groupCount * RULES_PER_PDC,
  }));
  const now = <T>(value: T) => ({ value, observedAt });
  const furniture: NodeFacts = {
    ...facts,
    vmVnics: now(vmVnics),
    overlayRules: now(overlayRules),
    overlays: now(overlays),
    arpTables: now(tables),
    nicTags: now(nicTags),
    firewall: now(firewall),
  };
  return { ...node, facts: withFault(furniture, place) };
}

/** Every so many nodes, another one each. */
function withFault(facts: NodeFacts, { position }: Place): NodeFacts {
  const { nicTags, vmVnics, overlayRules, arpTables, defaultRoutes } = facts;
  if (position % 997 === 1 && overlayRules) {
    const value = overlayRules.value.map((rule, at) => (at === 0 ? { ...rule, mtuBytes: 1300 } : rule));
    return { ...facts, overlayRules: { ...overlayRules, value } };
  }
  if (position % 997 === 2 && nicTags) {
    return {
      ...facts,
      nicTags: { ...nicTags, value: nicTags.value.filter(({ name }) => name !== "external") },
    };
  }
  if (position % 997 === 3 && vmVnics) {
    return {
      ...facts,
      vmVnics: { ...vmVnics, value: vmVnics.value.map((vnic) => ({ ...vnic, mtuBytes: null })) },
    };
  }
  if (position % 997 === 4 && arpTables) {
    const value = arpTables.value.map((table, at) =>
      at === 0 ? { ...table, entries: table.entries.slice(1) } : table,
    );
    return { ...facts, arpTables: { ...arpTables, value } };
  }
  if (position % 997 === 5 && defaultRoutes)
    return { ...facts, defaultRoutes: { ...defaultRoutes, value: [] } };
  return facts;
}
