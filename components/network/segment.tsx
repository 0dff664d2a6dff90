import type { Segment } from "#server/domain/delegation.ts";

/** "customers, VXLAN 100, VLAN 10": for filters, exports and those who hear the page. */
export function segmentText({ overlayRuleName, nicTagName, vxlanId, vlanId }: Segment): string {
  const vxlan = vxlanId === null ? [] : [`VXLAN ${vxlanId}`];
  const vlan = vlanId === 0 ? "untagged" : `VLAN ${vlanId}`;
  return [overlayRuleName ?? nicTagName ?? "", ...vxlan, vlan].join(", ");
}

/** Rule or tag, VXLAN and VLAN, the numbers where the eye looks for them. */
export function SegmentPath({ segment }: { segment: Segment }) {
  const { overlayRuleName, nicTagName, vxlanId, vlanId } = segment;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums">
      <span>{overlayRuleName ?? nicTagName}</span>
      {vxlanId !== null && <Id noun="VXLAN" id={vxlanId} />}
      {vlanId === 0 ? <span className="text-sm text-subtle">untagged</span> : <Id noun="VLAN" id={vlanId} />}
    </span>
  );
}

function Id({ noun, id }: { noun: string; id: number }) {
  return (
    <span className="inline-flex h-5 items-center gap-1 rounded-md border border-line px-1.5 text-sm">
      <span className="text-subtle">{noun}</span>
      {id}
    </span>
  );
}
