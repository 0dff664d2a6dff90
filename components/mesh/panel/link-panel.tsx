"use client";

import { Stethoscope } from "lucide-react";
import Link from "next/link";
import { diagnoseLinkHref } from "../../diagnosis/diagnosis-words.ts";
import { buttonVariants } from "../../ui/button-variants.ts";
import { CopyText } from "../../ui/copy-text.tsx";
import { Absent, DescriptionList } from "../../ui/description-list.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import { briefOf, linkLabel, type Selected } from "../mesh-data.ts";
import { CATEGORIES } from "../mesh-mode.ts";
import { ArpUses } from "./arp-uses.tsx";
import { CrossingNetworks } from "./crossing-networks.tsx";
import { ChecksList } from "./checks-list.tsx";
import { IpsecComparison } from "./ipsec-comparison.tsx";
import { MtuProof } from "./mtu-proof.tsx";
import { PanelHead } from "./panel-head.tsx";
import type { SubjectPanelProps } from "./mesh-panel.tsx";
import { RefreshButton } from "./refresh-button.tsx";
import { Section } from "./section.tsx";
import { SubjectWarnings } from "./subject-warnings.tsx";

const KINDS = { adminLink: "Admin link", ipsecLink: "IPsec link", unknown: "Link, path not known" } as const;

export type LinkPanelProps = SubjectPanelProps & { selected: Extract<Selected, { kind: "link" }> };

/** What the picture knows of the link stands there at once; the evidence follows. */
export function LinkPanel({ scene, selected: { id, detail: link }, onSelect, onClose }: LinkPanelProps) {
  if (!link) {
    const known = scene.linkById.get(id);
    return (
      <>
        {known && (
          <PanelHead
            kind={KINDS[known.kind]}
            title={linkLabel(known)}
            state={known.state}
            detail={known.isIdle ? "idle" : undefined}
            onClose={onClose}
          />
        )}
        <SkeletonRows columns={2} />
      </>
    );
  }
  const path = CATEGORIES.path.find(({ key }) => key === link.path);
  return (
    <>
      <PanelHead
        kind={KINDS[link.kind]}
        title={linkLabel(briefOf(link))}
        state={link.state}
        observedAt={link.observedAt}
        detail={link.isIdle ? "idle" : undefined}
        sentence={link.stateSentence}
        onClose={onClose}
        actions={
          <>
            <RefreshButton label="Refresh both ends" selection={{ kind: "nodes", nodeIds: link.nodeIds }} />
            <Link
              href={diagnoseLinkHref(link.id)}
              prefetch={false}
              className={buttonVariants({ size: "sm" })}
            >
              <Stethoscope aria-hidden />
              {link.state === "up" ? "Look into this link" : `Why is this link ${link.state}?`}
            </Link>
          </>
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
                  {link.ends[end]?.hostname}
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
      <Section title="Evidence" aside={`${link.checks.length} checks`}>
        <ChecksList checks={link.checks} />
      </Section>
      <Section title="MTU, byte by byte">
        <MtuProof key={link.id} rules={link.rules} />
      </Section>
      {link.kind === "ipsecLink" && (
        <Section title="IPsec of both ends">
          <IpsecComparison link={link} />
        </Section>
      )}
      <Section title="ARP entries that use it">
        <ArpUses link={link} />
      </Section>
      <CrossingNetworks of={{ kind: "link", id: link.id }} />
      {link.ends.map(({ id, hostname }) => (
        <SubjectWarnings key={id} nodeId={id} hostname={hostname} />
      ))}
    </>
  );
}
