"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { CopyText } from "../../ui/copy-text.tsx";
import { Absent, DescriptionList } from "../../ui/description-list.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import { linkLabel, type MeshLink } from "../mesh-data.ts";
import { CATEGORIES } from "../mesh-mode.ts";
import { useMeshInstant } from "../time/use-mesh-instant.ts";
import { ArpUses } from "./arp-uses.tsx";
import { ChecksList } from "./checks-list.tsx";
import { IpsecComparison } from "./ipsec-comparison.tsx";
import { MtuProof } from "./mtu-proof.tsx";
import { PanelHead } from "./panel-head.tsx";
import type { SubjectPanelProps } from "./pdc-panel.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";

const KINDS = { adminLink: "Admin link", ipsecLink: "IPsec link", unknown: "Link, path not known" } as const;

export function LinkPanel({ link, index, onSelect, onClose }: SubjectPanelProps & { link: MeshLink }) {
  const trpc = useTRPC();
  const { queryInput } = useMeshInstant();
  const detail = useQuery({
    ...trpc.mesh.link.queryOptions({ id: link.id, ...queryInput }),
    placeholderData: keepPreviousData,
  });
  const data = detail.data?.id === link.id ? detail.data : null;
  const path = CATEGORIES.path.find(({ key }) => key === link.path);
  return (
    <>
      <PanelHead
        kind={KINDS[link.kind]}
        title={linkLabel(link, index)}
        state={link.state}
        observedAt={link.observedAt}
        detail={link.isIdle ? "idle" : undefined}
        sentence={link.stateSentence}
        onClose={onClose}
        actions={
          <RefreshButton label="Refresh both ends" selection={{ kind: "nodes", nodeIds: link.nodeIds }} />
        }
      />
      <Section title="Path">
        <p className="mb-2 text-pretty">{link.reason}</p>
        <DescriptionList
          items={[
            {
              term: "Frames travel",
              value: path && (
                <span className="inline-flex items-center gap-1.5" title={path.meaning}>
                  <LookGlyph look={path.look} />
                  {path.word}
                </span>
              ),
            },
            ...link.nodeIds.map((nodeId, end) => ({
              key: nodeId,
              term: (
                <button
                  type="button"
                  onClick={() => onSelect(`node/${nodeId}`)}
                  className="rounded-sm text-accent-ink hover:underline"
                >
                  {index.nodeById.get(nodeId)?.hostname}
                </button>
              ),
              value: link.addresses[end] ? (
                <CopyText value={link.addresses[end]} label="address" />
              ) : (
                <Absent word="no address" />
              ),
            })),
            { term: "Overlay rules", value: link.overlayRuleNames.join(", ") },
          ]}
        />
      </Section>
      {detail.error && !data && (
        <ErrorState title={sentenceOf(detail.error)} onRetry={() => void detail.refetch()} />
      )}
      {!data && !detail.error && <SkeletonRows columns={2} />}
      {data && (
        <>
          <Section title="Evidence" aside={`${data.checks.length} checks`}>
            <ChecksList checks={data.checks} />
          </Section>
          <Section title="MTU, byte by byte">
            <MtuProof key={data.id} rules={data.rules} />
          </Section>
          {data.kind === "ipsecLink" && (
            <Section title="IPsec of both ends">
              <IpsecComparison link={data} />
            </Section>
          )}
          <Section title="ARP entries that use it">
            <ArpUses link={data} />
          </Section>
          {data.ends.map(({ id, hostname }) => (
            <SubjectWarnings key={id} nodeId={id} hostname={hostname} />
          ))}
        </>
      )}
    </>
  );
}
