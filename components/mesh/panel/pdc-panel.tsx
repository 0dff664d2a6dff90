"use client";

import { formatCount } from "../../ui/format-count.ts";
import { FoldVertical, UnfoldVertical } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import type { MeshPdc, Selected } from "../mesh-data.ts";
import { linksSentence } from "../mesh-digest.ts";
import type { MeshViewState } from "../use-mesh-view.ts";
import { CrossingNetworks } from "./crossing-networks.tsx";
import { LinksList } from "./links-list.tsx";
import type { SubjectPanelProps } from "./mesh-panel.tsx";
import { PanelHead } from "./panel-head.tsx";
import { PathMtuForm } from "./path-mtu-form.tsx";
import { PdcLinksList } from "./pdc-links-list.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";
import { WhatIfLink } from "../../what-if/what-if-link.tsx";

const KIND_SENTENCES: Record<MeshPdc["kind"], string | undefined> = {
  named: undefined,
  "no-name": "These nodes report no PDC name, so nobody can tell which path frames to them take.",
  unread: "These nodes have not been read yet, so their PDC is not known.",
};
const PDC_LINKS_LISTED_MAX = 40;

export type PdcPanelProps = SubjectPanelProps & {
  selected: Extract<Selected, { kind: "pdc" }>;
  view: MeshViewState;
};

export function PdcPanel({ selected, view, scene, onSelect, onClose }: PdcPanelProps) {
  const { pdc, view: near } = selected;
  const isOpenByHand = view.openPdcIds.has(pdc.id);
  return (
    <>
      <PanelHead
        kind="PDC"
        title={pdc.label}
        state={pdc.worstNodeState}
        observedAt={pdc.observedAt}
        sentence={KIND_SENTENCES[pdc.kind]}
        onClose={onClose}
        actions={
          <>
            {pdc.kind === "named" && (
              <WhatIfLink kind="rename-pdc" subjects={[pdc.name]}>
                What if it were renamed?
              </WhatIfLink>
            )}
            {pdc.kind === "named" && (
              <RefreshButton
                label={pdc.nodeCount === 1 ? "Refresh its node" : `Refresh its ${pdc.nodeCount} nodes`}
                selection={{ kind: "pdc", pdcName: pdc.name }}
              />
            )}
            {!scene.isSmall && (
              <Button size="sm" onClick={() => view.setOpen(pdc.id, !isOpenByHand)}>
                {isOpenByHand ? <FoldVertical aria-hidden /> : <UnfoldVertical aria-hidden />}
                {isOpenByHand ? "Close in the picture" : "Keep open in the picture"}
              </Button>
            )}
          </>
        }
      />
      <Section title="Nodes" aside={pdc.nodeCount}>
        {!near && <SkeletonRows columns={2} />}
        <ul className="-mx-2">
          {near?.nodes.map(({ id, hostname, state, adminAddress }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => onSelect(`node/${id}`)}
                className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
              >
                <StateGlyph state={state} />
                <span className="min-w-0 truncate font-medium">{hostname}</span>
                <span className="flex-1 text-sm text-muted">{STATE_WORDS[state]}</span>
                <span className="font-mono text-sm text-subtle">{adminAddress ?? "no address"}</span>
              </button>
            </li>
          ))}
        </ul>
        {near && near.totalCount > near.nodes.length && (
          <p className="text-sm text-muted">
            And {near.totalCount - near.nodes.length} more; find them by name.
          </p>
        )}
      </Section>
      {near && (
        <Section title="To other PDCs" aside={near.pdcLinks.length}>
          <PdcLinksList
            pdcLinks={near.pdcLinks.slice(0, PDC_LINKS_LISTED_MAX)}
            fromPdcId={pdc.id}
            overview={scene.overview}
            onSelect={onSelect}
          />
          {near.pdcLinks.length > PDC_LINKS_LISTED_MAX && (
            <p className="text-sm text-muted">
              The worst {PDC_LINKS_LISTED_MAX} of {near.pdcLinks.length}; the matrix shows all.
            </p>
          )}
        </Section>
      )}
      {near && pdc.innerLinks.linkCount > 0 && (
        <Section title="Inside, over the admin network" aside={formatCount(pdc.innerLinks.linkCount)}>
          <p className="mb-1 text-muted">{linksSentence(pdc.innerLinks)}</p>
          <LinksList links={near.links} onSelect={onSelect} />
          {near.moreLinkCount > 0 && (
            <p className="text-sm text-muted">And {near.moreLinkCount} more; the table lists them.</p>
          )}
        </Section>
      )}
      {pdc.kind === "named" && pdc.innerLinks.linkCount > 0 && (
        <Section title="Path MTU inside">
          <PathMtuForm pdcNames={[pdc.name, pdc.name]} overview={scene.overview} />
        </Section>
      )}
      {pdc.kind === "named" && <CrossingNetworks of={{ kind: "pdc", id: pdc.id }} />}
      {pdc.kind === "named" && <SubjectWarnings pdcName={pdc.name} />}
    </>
  );
}
