"use client";

import { formatCount } from "../../ui/format-count.ts";
import Link from "next/link";
import { buttonVariants } from "../../ui/button-variants.ts";
import { CopyText } from "../../ui/copy-text.tsx";
import { DescriptionList } from "../../ui/description-list.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { StateGlyph } from "../../ui/state-glyph.tsx";
import type { NodeView, Selected } from "../mesh-data.ts";
import { linksSentence } from "../mesh-digest.ts";
import { CrossingNetworks } from "./crossing-networks.tsx";
import type { SubjectPanelProps } from "./mesh-panel.tsx";
import { PagedLinks } from "./paged-links.tsx";
import { PanelHead } from "./panel-head.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";
import { WhatIfLink } from "../../what-if/what-if-link.tsx";

export type NodePanelProps = SubjectPanelProps & {
  selected: Extract<Selected, { kind: "node" }>;
  overlayRuleName: string;
};

const PDCS_LISTED_MAX = 12;

/** What the picture knows of the node stands there at once; its links follow. */
export function NodePanel({ scene, selected, overlayRuleName, onSelect, onClose }: NodePanelProps) {
  const { view } = selected;
  const node = view?.node ?? scene.nodeById.get(selected.id);
  if (!node) return <SkeletonRows columns={2} />;
  const { id, hostname, pdcId, adminAddress, externalAddress, overlayRuleNames } = node;
  return (
    <>
      <PanelHead
        kind="Node"
        title={hostname}
        state={node.state}
        observedAt={node.observedAt}
        sentence={node.stateSentence}
        onClose={onClose}
        actions={
          <>
            <RefreshButton label="Refresh" selection={{ kind: "nodes", nodeIds: [id] }} />
            <Link
              href={`/nodes/${id}`}
              prefetch={false}
              className={buttonVariants({ variant: "secondary", size: "sm" })}
            >
              All its facts
            </Link>
            <Link
              href={`/mesh/path?from=node/${id}`}
              prefetch={false}
              className={buttonVariants({ variant: "secondary", size: "sm" })}
            >
              Path from here
            </Link>
            <WhatIfLink kind="move-node" subjects={[id]}>
              What if it moved?
            </WhatIfLink>
          </>
        }
      />
      <Section title="Facts">
        <DescriptionList
          items={[
            {
              term: "PDC",
              value: (
                <button
                  type="button"
                  onClick={() => onSelect(`pdc/${pdcId}`)}
                  className="rounded-sm font-medium text-accent-ink hover:underline"
                >
                  {view?.node.pdcLabel ?? scene.pdcById.get(pdcId)?.label}
                </button>
              ),
            },
            {
              term: "Admin address",
              value: adminAddress && <CopyText value={adminAddress} label="admin address" />,
            },
            {
              term: "External address",
              value: externalAddress && <CopyText value={externalAddress} label="external address" />,
            },
            { term: "Overlay rules", value: overlayRuleNames.join(", ") },
          ]}
        />
      </Section>
      {view ? (
        <NodeLinks view={view} overlayRuleName={overlayRuleName} onSelect={onSelect} />
      ) : (
        <SkeletonRows columns={2} />
      )}
      <CrossingNetworks of={{ kind: "node", id }} />
      <SubjectWarnings nodeId={id} />
    </>
  );
}

type NodeLinksProps = Pick<NodePanelProps, "overlayRuleName" | "onSelect"> & { view: NodeView };

function NodeLinks({ view: { node, links, sumsByPdc }, overlayRuleName, onSelect }: NodeLinksProps) {
  const bad = sumsByPdc.filter(({ badCount }) => badCount > 0);
  return (
    <Section title="Its links" aside={formatCount(links.linkCount)}>
      {links.linkCount > 0 && <p className="mb-1 text-muted">{linksSentence(links)}</p>}
      {bad.length > 0 && (
        <ul className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {bad.slice(0, PDCS_LISTED_MAX).map((sums) => (
            <li key={sums.pdcId} className="inline-flex items-center gap-1.5">
              <StateGlyph state={sums.worstState ?? "unknown"} />
              {sums.pdcLabel}: {sums.badCount} of {sums.linkCount}
            </li>
          ))}
          {bad.length > PDCS_LISTED_MAX && (
            <li className="text-subtle">and {bad.length - PDCS_LISTED_MAX} more PDCs</li>
          )}
        </ul>
      )}
      <PagedLinks
        within={{ kind: "node", id: node.id }}
        overlayRuleName={overlayRuleName}
        onSelect={onSelect}
        none="None: it shares no overlay rule with another node, or its host key is not confirmed."
      />
    </Section>
  );
}
