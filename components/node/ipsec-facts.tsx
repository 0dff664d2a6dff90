import type {
  FirewallRule,
  IkeRule,
  IpsecPolicyRule,
  NodeFacts,
  PresharedKey,
  Probe,
  SecurityAssociation,
} from "#server/domain/facts.ts";
import { Badge } from "../ui/badge.tsx";
import { FactSection } from "./fact-section.tsx";
import { type FactColumn, FactTable } from "./fact-table.tsx";
import { mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";
import { PathFacts } from "./path-facts.tsx";

const BYTES = new Intl.NumberFormat("en");

function endOf(address: string | null, port: number | null): string {
  return `${address ?? "any"}${port === null ? "" : `:${port}`}`;
}

const ACTIONS = {
  ipsec: <Badge tone="good">encrypt</Badge>,
  bypass: <Badge tone="caution">bypass</Badge>,
  drop: <Badge tone="outline">drop</Badge>,
} satisfies Record<IpsecPolicyRule["action"], unknown>;

const both = (one: string | number | null, other: string | number | null) =>
  one === null && other === null ? null : `${one ?? "–"} / ${other ?? "–"}`;

const POLICY_COLUMNS: readonly FactColumn<IpsecPolicyRule>[] = [
  { header: "Action", cell: ({ action }) => ACTIONS[action] },
  {
    header: "Local",
    cell: ({ localAddress, localPort }) => mono(endOf(localAddress, localPort)),
  },
  {
    header: "Remote",
    cell: ({ remoteAddress, remotePort }) => mono(endOf(remoteAddress, remotePort)),
  },
  { header: "Protocol", cell: ({ protocol }) => protocol },
  {
    header: "Encryption / authentication",
    cell: (rule) => both(rule.encryptionAlgorithm, rule.authenticationAlgorithm),
  },
];

const IKE_COLUMNS: readonly FactColumn<IkeRule>[] = [
  { header: "Label", cell: ({ label }) => label },
  { header: "Local", cell: ({ localAddress }) => mono(localAddress) },
  { header: "Remote", cell: ({ remoteAddress }) => mono(remoteAddress) },
  {
    header: "Encryption / hash",
    cell: (rule) => both(rule.encryptionAlgorithm, rule.hashAlgorithm),
  },
  {
    header: "DH group / PFS",
    cell: (rule) => both(rule.diffieHellmanGroup, rule.perfectForwardSecrecyGroup),
  },
  { header: "Lifetime (s)", align: "right", cell: ({ lifetimeSeconds }) => lifetimeSeconds },
];

const KEY_COLUMNS: readonly FactColumn<PresharedKey>[] = [
  { header: "Local", cell: ({ localAddress }) => mono(localAddress) },
  { header: "Remote", cell: ({ remoteAddress }) => mono(remoteAddress) },
  { header: "Fingerprint", cell: ({ fingerprint }) => mono(fingerprint) },
];

const ASSOCIATION_COLUMNS: readonly FactColumn<SecurityAssociation>[] = [
  { header: "SPI", cell: ({ spi }) => mono(spi) },
  { header: "From", cell: ({ sourceAddress }) => mono(sourceAddress) },
  { header: "To", cell: ({ destinationAddress }) => mono(destinationAddress) },
  { header: "Direction", cell: ({ direction }) => direction },
  { header: "State", cell: ({ state }) => state },
  {
    header: "Encryption / authentication",
    cell: (sa) => both(sa.encryptionAlgorithm, sa.authenticationAlgorithm),
  },
  {
    header: "Carried bytes",
    align: "right",
    cell: ({ carriedBytes }) => (carriedBytes === null ? null : BYTES.format(carriedBytes)),
  },
];

const FIREWALL_COLUMNS: readonly FactColumn<FirewallRule>[] = [
  {
    header: "Action",
    cell: ({ action, quick }) => (
      <span className="whitespace-nowrap">
        {action}
        {quick && ", final"}
      </span>
    ),
  },
  { header: "Direction", cell: ({ direction }) => direction },
  { header: "Rule", cell: ({ text }) => <code className="font-mono text-[0.92em]">{text}</code> },
];

const PROBE_COLUMNS: readonly FactColumn<Probe>[] = [
  { header: "Peer", cell: ({ targetAddress }) => mono(targetAddress) },
  {
    header: "Answer",
    cell: ({ isAnswered }) =>
      isAnswered ? <Badge tone="good">answered</Badge> : <Badge tone="neutral">no answer</Badge>,
  },
];

/** Policy, IKE, key fingerprints and associations. Keys themselves never leave a node. */
export function IpsecFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <FactSection
      title="IPsec"
      description="Keys are known by fingerprint only; they never leave the node."
      part={facts.ipsec}
      failure={failures.get("ipsec")}
    >
      {({ policyRules, ikeRules, presharedKeys, associations, problems }) => (
        <>
          {problems.map((problem) => (
            <p key={problem} className="border-b border-line px-4 py-2 wrap-anywhere text-degraded">
              {problem}
            </p>
          ))}
          <SubTitle>Policy</SubTitle>
          <FactTable
            label="IPsec policy"
            rows={policyRules}
            rowKey={(_, index) => index}
            none="No rule protects any traffic."
            columns={POLICY_COLUMNS}
          />
          <SubTitle>IKE</SubTitle>
          <FactTable
            label="IKE rules"
            rows={ikeRules}
            rowKey={({ label }, index) => `${label} ${index}`}
            none="No IKE rule is set up."
            columns={IKE_COLUMNS}
          />
          <SubTitle>Pre-shared keys</SubTitle>
          <FactTable
            label="Fingerprints of pre-shared keys"
            rows={presharedKeys}
            rowKey={({ remoteAddress }, index) => `${remoteAddress} ${index}`}
            none="No pre-shared key is set up."
            columns={KEY_COLUMNS}
          />
          <SubTitle>Security associations</SubTitle>
          <FactTable
            label="Security associations"
            rows={associations}
            rowKey={({ spi }, index) => `${spi} ${index}`}
            none="None now; they come when traffic needs them."
            columns={ASSOCIATION_COLUMNS}
          />
        </>
      )}
    </FactSection>
  );
}

function SubTitle({ children }: { children: string }) {
  return (
    <h3 className="border-t border-line px-4 pt-3 pb-1.5 font-medium text-ink first:border-t-0">
      {children}
    </h3>
  );
}

/** The packet filter in force and what the node's pings found. */
export function GuardFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <FactSection title="Firewall rules in force" part={facts.firewall} failure={failures.get("firewall")}>
        {(rules) => (
          <FactTable
            label="Firewall rules"
            rows={rules}
            rowKey={(_, index) => index}
            none="The packet filter has no rule."
            columns={FIREWALL_COLUMNS}
          />
        )}
      </FactSection>
      <div className="grid gap-4">
        <FactSection
          title="Probes"
          description="Peers this node pinged at its last refresh."
          part={facts.probes}
          failure={failures.get("probes")}
        >
          {(probes) => (
            <FactTable
              label="Probes"
              rows={probes}
              rowKey={({ targetAddress }) => targetAddress}
              none="No peer was probed."
              columns={PROBE_COLUMNS}
            />
          )}
        </FactSection>
        <PathFacts facts={facts} failures={failures} />
      </div>
    </div>
  );
}
