"use client";

import { formatCount } from "../../ui/format-count.ts";
import { DescriptionList } from "../../ui/description-list.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import { pdcLinkLabel, type Selected } from "../mesh-data.ts";
import { linksSentence } from "../mesh-digest.ts";
import { CrossingNetworks } from "./crossing-networks.tsx";
import type { SubjectPanelProps } from "./mesh-panel.tsx";
import { PagedLinks } from "./paged-links.tsx";
import { PanelHead } from "./panel-head.tsx";
import { PathMtuForm } from "./path-mtu-form.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { StateBar } from "./state-bar.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { WhatIfLink } from "../../what-if/what-if-link.tsx";

export type PdcLinkPanelProps = SubjectPanelProps & {
  selected: Extract<Selected, { kind: "pdc-link" }>;
  overlayRuleName: string;
};

export function PdcLinkPanel({ selected, overlayRuleName, scene, onSelect, onClose }: PdcLinkPanelProps) {
  const { pdcLink, view } = selected;
  if (!pdcLink) return <SkeletonRows columns={2} />;
  const { pdcIds, linkCount, countByState, countByPath, worstState, effectiveMtuBytesMin } = pdcLink;
  const [a, b] = pdcIds.map((id) => scene.pdcById.get(id));
  return (
    <>
      <PanelHead
        kind={pdcIds[0] === pdcIds[1] ? "Inside a PDC" : "Between two PDCs"}
        title={pdcLinkLabel(pdcLink)}
        state={worstState}
        observedAt={pdcLink.observedAt}
        sentence={linksSentence(pdcLink)}
        onClose={onClose}
        actions={
          a?.kind === "named" &&
          b?.kind === "named" && (
            <>
              <RefreshButton label={`Refresh ${a.label}`} selection={{ kind: "pdc", pdcName: a.name }} />
              {a !== b && (
                <RefreshButton label={`Refresh ${b.label}`} selection={{ kind: "pdc", pdcName: b.name }} />
              )}
              <WhatIfLink kind="declare-path" subjects={[a.name, b.name]}>
                What if its MTU were another?
              </WhatIfLink>
              {a !== b && (
                <WhatIfLink kind="switch-cipher" subjects={[a.name, b.name]}>
                  What if its cipher were another?
                </WhatIfLink>
              )}
            </>
          )
        }
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
              value:
                pdcLink.fragmentingCount === 0
                  ? "no link"
                  : `${pdcLink.fragmentingCount} of ${linkCount} links`,
            },
            {
              term: "Clear text possible",
              value:
                countByPath["clear-text"] === 0
                  ? "no link is known to let it out"
                  : `${countByPath["clear-text"]} of ${linkCount} links`,
            },
          ]}
        />
      </Section>
      {view && view.groups.some(({ state }) => state !== "up") && (
        <Section title="Why they are not up">
          <ul className="-mx-2">
            {view.groups
              .filter(({ state }) => state !== "up")
              .map(({ state, exampleId, linkCount: count, sentence }) => (
                <li key={exampleId}>
                  <button
                    type="button"
                    onClick={() => onSelect(`link/${exampleId}`)}
                    className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
                  >
                    <LookGlyph look={state} className="mt-1" />
                    <span className="text-pretty">
                      <span className="font-medium">{count === 1 ? "1 link" : `${count} links`}</span>
                      <span className="text-muted">
                        {" "}
                        {count > 1 && "such as: "}
                        {sentence}
                      </span>
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </Section>
      )}
      {a?.kind === "named" && b?.kind === "named" && (
        <Section title="Path MTU">
          <PathMtuForm pdcNames={[a.name, b.name]} overview={scene.overview} />
        </Section>
      )}
      <Section title="Links" aside={formatCount(linkCount)}>
        <PagedLinks
          within={{ kind: "pdc-link", id: pdcLink.id }}
          overlayRuleName={overlayRuleName}
          onSelect={onSelect}
          none="None."
        />
      </Section>
      <CrossingNetworks of={{ kind: "pdc-link", id: pdcLink.id }} />
    </>
  );
}
