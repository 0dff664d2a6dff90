"use client";

import { linksIn, type MeshIndex, type MeshPdc, nodesOf } from "../mesh-data.ts";
import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import { LinksList } from "./links-list.tsx";
import { PanelHead } from "./panel-head.tsx";
import { PathMtuForm } from "./path-mtu-form.tsx";
import { PdcLinksList } from "./pdc-links-list.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";

export type SubjectPanelProps = {
  index: MeshIndex;
  onSelect: (select: string) => void;
  onClose: () => void;
};

const KIND_SENTENCES: Record<MeshPdc["kind"], string | undefined> = {
  named: undefined,
  "no-name": "These nodes report no PDC name, so nobody can tell which path frames to them take.",
  unread: "These nodes have not been read yet, so their PDC is not known.",
};

export function PdcPanel({ pdc, index, onSelect, onClose }: SubjectPanelProps & { pdc: MeshPdc }) {
  const nodes = nodesOf(pdc, index);
  const pdcLinks = index.mesh.pdcLinks.filter(({ pdcIds }) => pdcIds.includes(pdc.id));
  const oldest = nodes
    .flatMap(({ observedAt }) => observedAt ?? [])
    .toSorted((a, b) => a.getTime() - b.getTime())[0];
  return (
    <>
      <PanelHead
        kind="PDC"
        title={pdc.label}
        state={pdc.worstNodeState}
        observedAt={oldest ?? null}
        sentence={KIND_SENTENCES[pdc.kind]}
        onClose={onClose}
        actions={
          <RefreshButton
            label={nodes.length === 1 ? "Refresh its node" : `Refresh its ${nodes.length} nodes`}
            selection={{ kind: "nodes", nodeIds: nodes.map(({ id }) => id) }}
          />
        }
      />
      <Section title="Nodes" aside={nodes.length}>
        <ul className="-mx-2">
          {nodes.map(({ id, hostname, state, adminAddress }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => onSelect(`node/${id}`)}
                className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
              >
                <StateGlyph state={state} />
                <span className="font-medium">{hostname}</span>
                <span className="flex-1 text-sm text-muted">{STATE_WORDS[state]}</span>
                <span className="font-mono text-sm text-subtle">{adminAddress ?? "no address"}</span>
              </button>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="To other PDCs" aside={pdcLinks.length}>
        <PdcLinksList pdcLinks={pdcLinks} fromPdcId={pdc.id} index={index} onSelect={onSelect} />
      </Section>
      {pdc.innerLinks.linkCount > 0 && (
        <Section title="Inside, over the admin network" aside={pdc.innerLinks.linkCount}>
          <LinksList links={linksIn(pdc.innerLinks.linkIds, index)} index={index} onSelect={onSelect} />
        </Section>
      )}
      {pdc.kind === "named" && pdc.innerLinks.linkCount > 0 && (
        <Section title="Path MTU inside">
          <PathMtuForm key={pdc.id} pdcNames={[pdc.name, pdc.name]} index={index} />
        </Section>
      )}
      {pdc.kind === "named" && <SubjectWarnings pdcName={pdc.name} />}
    </>
  );
}
