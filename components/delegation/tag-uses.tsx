import type { IdRange } from "#server/domain/id-range.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { DescriptionList } from "../ui/description-list.tsx";
import { spacedRanges } from "./use-sentences.ts";

type Use = RouterOutputs["delegation"]["get"];

/** VLANs by what carries them; 0 is the untagged one. */
export function TagUses({ rules, tags }: Pick<Use, "rules" | "tags">) {
  const ofRules = rules.filter(({ allowedVlanIds }) => allowedVlanIds.length > 0);
  if (ofRules.length + tags.length === 0) {
    return (
      <p className="text-muted">
        No VLAN ids are delegated; a network needs one, if only 0 for untagged, unless its VXLAN is shared.
      </p>
    );
  }
  return (
    <DescriptionList
      items={[
        ...ofRules.map(({ overlayRuleName, allowedVlanIds }) => ({
          key: `rule ${overlayRuleName}`,
          term: <Carrier name={overlayRuleName} kind="overlay rule" />,
          value: <Vlans allowed={allowedVlanIds} />,
        })),
        ...tags.map(({ nicTagName, allowedVlanIds, usedVlanIds }) => ({
          key: `tag ${nicTagName}`,
          term: <Carrier name={nicTagName} kind="NIC tag" />,
          value: <Vlans allowed={allowedVlanIds} used={usedVlanIds} />,
        })),
      ]}
    />
  );
}

function Carrier({ name, kind }: { name: string; kind: string }) {
  return (
    <>
      <span className="text-ink wrap-anywhere">{name}</span>
      <span className="block text-sm text-subtle">{kind}</span>
    </>
  );
}

function Vlans({ allowed, used }: { allowed: readonly IdRange[]; used?: readonly IdRange[] }) {
  return (
    <>
      <span className="tabular-nums">VLAN {spacedRanges(allowed)}</span>
      {used && (
        <span className="block text-sm text-muted tabular-nums">
          {used.length === 0 ? "None in use." : `In use: ${spacedRanges(used)}.`}
        </span>
      )}
    </>
  );
}
