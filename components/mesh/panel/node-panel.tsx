"use client";

import Link from "next/link";
import { CopyText } from "../../ui/copy-text.tsx";
import { DescriptionList } from "../../ui/description-list.tsx";
import { buttonVariants } from "../../ui/button-variants.ts";
import type { MeshNode } from "../mesh-data.ts";
import { LinksList } from "./links-list.tsx";
import { PanelHead } from "./panel-head.tsx";
import type { SubjectPanelProps } from "./pdc-panel.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";

export function NodePanel({ node, index, onSelect, onClose }: SubjectPanelProps & { node: MeshNode }) {
  const { id, hostname, pdcId, adminAddress, externalAddress, overlayRuleNames } = node;
  const links = index.linksByNodeId.get(id) ?? [];
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
                  {index.pdcById.get(pdcId)?.label}
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
      <Section title="Its links" aside={links.length}>
        {links.length === 0 ? (
          <p className="text-muted">
            None: it shares no overlay rule with another node, or its host key is not confirmed.
          </p>
        ) : (
          <LinksList links={links} index={index} onSelect={onSelect} />
        )}
      </Section>
      <SubjectWarnings nodeId={id} />
    </>
  );
}
