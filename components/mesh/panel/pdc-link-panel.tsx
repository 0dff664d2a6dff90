"use client";

import { DescriptionList } from "../../ui/description-list.tsx";
import { linksIn, type MeshPdcLink, pdcLinkLabel } from "../mesh-data.ts";
import { LinksList } from "./links-list.tsx";
import { PanelHead } from "./panel-head.tsx";
import { PathMtuForm } from "./path-mtu-form.tsx";
import type { SubjectPanelProps } from "./pdc-panel.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { StateBar } from "./state-bar.tsx";

export function PdcLinkPanel({
  pdcLink,
  index,
  onSelect,
  onClose,
}: SubjectPanelProps & { pdcLink: MeshPdcLink }) {
  const { pdcIds, linkIds, linkCount, countByState, worstState, effectiveMtuBytesMin } = pdcLink;
  const links = linksIn(linkIds, index);
  const [a, b] = pdcIds.map((id) => index.pdcById.get(id));
  const observedAts = links.flatMap(({ observedAt }) => observedAt ?? []);
  const oldest = observedAts.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
  const fragmenting = links.filter(({ fragmentingRuleNames }) => fragmentingRuleNames.length > 0);
  const openable = links.filter(({ path }) => path === "clear-text");
  const unhealthyCount = linkCount - countByState.up;
  const nodeIds = [...new Set(links.flatMap((link) => link.nodeIds))];
  return (
    <>
      <PanelHead
        kind="Between two PDCs"
        title={pdcLinkLabel(pdcLink)}
        state={worstState}
        observedAt={oldest}
        sentence={
          unhealthyCount === 0
            ? `All ${linkCount} links are up.`
            : `${unhealthyCount} of ${linkCount} links are not up; the state is that of the worst.`
        }
        onClose={onClose}
        actions={<RefreshButton label="Refresh both PDCs" selection={{ kind: "nodes", nodeIds }} />}
      />
      <Section title="Summary">
        <StateBar counts={countByState} />
        <DescriptionList
          className="mt-3"
          items={[
            {
              term: "Largest safe MTU",
              value:
                effectiveMtuBytesMin === null
                  ? null
                  : `${effectiveMtuBytesMin} bytes, the lowest of its links`,
            },
            {
              term: "Fragmenting",
              value: fragmenting.length === 0 ? "no link" : `${fragmenting.length} of ${linkCount} links`,
            },
            {
              term: "Clear text possible",
              value:
                openable.length === 0
                  ? "no link is known to let it out"
                  : `${openable.length} of ${linkCount} links`,
            },
          ]}
        />
      </Section>
      {a?.kind === "named" && b?.kind === "named" && (
        <Section title="Path MTU">
          <PathMtuForm key={pdcLink.id} pdcNames={[a.name, b.name]} index={index} />
        </Section>
      )}
      <Section title="Links" aside={linkCount}>
        <LinksList links={links} index={index} onSelect={onSelect} />
      </Section>
    </>
  );
}
