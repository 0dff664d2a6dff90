import Link from "next/link";
import type { HostVnic, NodeFacts, Overlay, OverlayRule, VmVnic } from "#server/domain/facts.ts";
import { type OverlayBranch, overlayTree, type RuleBranch } from "#server/domain/overlay-tree.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Panel } from "../ui/panel.tsx";
import { type State, StateGlyph } from "../ui/state-glyph.tsx";
import { Mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";

const OVERLAY_STATES: Record<Overlay["status"], State> = {
  online: "up",
  degraded: "degraded",
  unknown: "unknown",
};
const TREE_PARTS = [
  { name: "overlayRules", label: "Overlay rules" },
  { name: "overlays", label: "Overlays" },
  { name: "hostVnics", label: "vNICs of the node" },
  { name: "vmVnics", label: "vNICs of VMs" },
] as const;

/** Overlay rule → overlay → vNIC. Its four parts are read, and age, each by itself. */
export function OverlayFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  const tree = overlayTree(facts);
  return (
    <Panel
      flush
      title="Overlay rule → overlay → vNIC"
      description="Rules are templates; overlays appear when first needed."
    >
      <ul className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-4 py-2 text-sm text-subtle">
        {TREE_PARTS.map(({ name, label }) => (
          <li key={name}>
            {label}:{" "}
            {facts[name] ? (
              <>
                read <Age at={facts[name].observedAt} />
              </>
            ) : (
              "not reported"
            )}
            {failures.has(name) && (
              <span className="text-degraded"> (not read last time: {failures.get(name)})</span>
            )}
          </li>
        ))}
      </ul>
      {tree.length === 0 ? (
        <p className="px-4 py-3 text-muted">The node has no overlay rule and no overlay.</p>
      ) : (
        <ul className="divide-y divide-line">
          {tree.map((branch) => (
            <RuleItem key={branch.ruleName ?? ""} branch={branch} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RuleItem({ branch: { ruleName, rule, overlays } }: { branch: RuleBranch }) {
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {ruleName === null ? (
          <span className="font-semibold text-muted">Overlays of no known rule</span>
        ) : (
          <Link
            href={`/overlay-rules/${encodeURIComponent(ruleName)}`}
            prefetch={false}
            className="font-semibold hover:underline"
          >
            {ruleName}
          </Link>
        )}
        {rule && <RuleProperties rule={rule} />}
        {ruleName !== null && !rule && <Badge tone="caution">Not among the node’s rules</Badge>}
      </div>
      {rule?.problems.map((problem) => (
        <p key={problem} className="mt-0.5 wrap-anywhere text-degraded">
          {problem}
        </p>
      ))}
      {overlays.length === 0 ? (
        <p className="mt-1 pl-5 text-subtle">No overlay of this rule is needed yet.</p>
      ) : (
        <ul className="mt-1.5 ml-1.5 border-l border-line">
          {overlays.map((overlay) => (
            <OverlayItem key={overlay.name} overlay={overlay} />
          ))}
        </ul>
      )}
    </li>
  );
}

function RuleProperties({ rule }: { rule: OverlayRule }) {
  return (
    <span className="flex flex-wrap gap-x-3 text-sm text-muted tabular-nums">
      <span>port {rule.listenPort}</span>
      <span>listens on {rule.listenAddress ?? "no address"}</span>
      <span>MTU {rule.mtuBytes}</span>
      {rule.arpFilePath && <Mono>{rule.arpFilePath}</Mono>}
    </span>
  );
}

function OverlayItem({ overlay: { name, vxlanId, live, hostVnics, vmVnics } }: { overlay: OverlayBranch }) {
  return (
    <li className="py-1 pl-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <span className="inline-flex items-center gap-1.5">
          <StateGlyph state={live ? OVERLAY_STATES[live.status] : "down"} />
          <Mono>{name}</Mono>
        </span>
        <span className="flex flex-wrap gap-x-3 text-sm text-muted tabular-nums">
          <span>{live ? live.status : "not running, although VMs want it"}</span>
          <span>VXLAN {vxlanId}</span>
          {live?.listenPort && <span>port {live.listenPort}</span>}
          {live?.mtuBytes && <span>MTU {live.mtuBytes}</span>}
        </span>
      </div>
      {live?.statusDetail && <p className="wrap-anywhere text-degraded">{live.statusDetail}</p>}
      <ul className="ml-1.5 border-l border-line">
        {hostVnics.map((vnic) => (
          <HostVnicItem key={vnic.name} vnic={vnic} />
        ))}
        {vmVnics.map((vnic) => (
          <VmVnicItem key={`${vnic.vmUuid} ${vnic.interfaceName}`} vnic={vnic} />
        ))}
      </ul>
    </li>
  );
}

function HostVnicItem({ vnic }: { vnic: HostVnic }) {
  return (
    <li className="flex flex-wrap gap-x-3 py-0.5 pl-4 text-sm">
      <Mono>{vnic.name}</Mono>
      <span className="text-muted">of the node</span>
      <Mono>{vnic.macAddress}</Mono>
      {vnic.ipv4Address && <Mono>{vnic.ipv4Address}</Mono>}
    </li>
  );
}

function VmVnicItem({ vnic }: { vnic: VmVnic }) {
  return (
    <li className="flex flex-wrap gap-x-3 py-0.5 pl-4 text-sm">
      <Mono>{vnic.interfaceName}</Mono>
      <span className="text-muted">of VM {vnic.vmAlias || vnic.vmUuid}</span>
      <Mono>{vnic.macAddress}</Mono>
      {vnic.addresses.map(({ ipv4Address, prefixLength }) => (
        <Mono key={ipv4Address}>{`${ipv4Address}/${prefixLength}`}</Mono>
      ))}
      {vnic.vlanId !== 0 && <span className="text-muted tabular-nums">VLAN {vnic.vlanId}</span>}
    </li>
  );
}
