"use client";

import { formatCount } from "../../ui/format-count.ts";
import { memo, useState } from "react";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import type { Overview } from "../mesh-data.ts";
import { type DigestItem, digestOf, fragmentingPairs, linksSentence } from "../mesh-digest.ts";
import { PdcLinksList } from "./pdc-links-list.tsx";
import { Section } from "./section.tsx";
import { StateBar } from "./state-bar.tsx";

const LISTED_AT_FIRST = 12;

/** The whole in a few lines: what needs a look, each cause once. */
export function OverviewPanel({
  overview,
  onSelect,
}: {
  overview: Overview;
  onSelect: (select: string) => void;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const digest = digestOf(overview);
  const fragmenting = fragmentingPairs(overview);
  const namedCount = overview.pdcs.filter(({ kind }) => kind === "named").length;
  const listed = isWhole ? digest : digest.slice(0, LISTED_AT_FIRST);
  return (
    <>
      <div className="px-4 pt-3 pb-4">
        <h2 className="text-lg font-semibold">The whole mesh</h2>
        <p className="mt-0.5 mb-3 text-muted">
          {namedCount} PDCs, {formatCount(overview.nodeCount)} nodes, {formatCount(overview.links.linkCount)}{" "}
          links. Seen <Age at={overview.builtAt} />.
        </p>
        <StateBar counts={overview.links.countByState} />
        {overview.links.badCount > 0 && (
          <p className="mt-2 text-pretty text-muted">{linksSentence(overview.links)}</p>
        )}
      </div>
      <Section title="Needs a look" aside={digest.length > 0 && digest.length}>
        {digest.length === 0 ? (
          <p className="text-muted">Nothing: every node and every link is up.</p>
        ) : (
          <ul className="-mx-2">
            {listed.map((item) => (
              <DigestEntry key={item.select} {...item} onSelect={onSelect} />
            ))}
          </ul>
        )}
        {digest.length > LISTED_AT_FIRST && (
          <Button variant="link" size="sm" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? "Show fewer" : `Show all ${digest.length}`}
          </Button>
        )}
      </Section>
      <Section title="Full frames leave in fragments" aside={fragmenting.length > 0 && fragmenting.length}>
        {fragmenting.length === 0 ? (
          <p className="text-muted">On no link.</p>
        ) : (
          <PdcLinksList pdcLinks={fragmenting} overview={overview} mode="mtu" onSelect={onSelect} />
        )}
      </Section>
    </>
  );
}

type DigestEntryProps = DigestItem & { onSelect: (select: string) => void };

/** Drawn again only when it says something else. */
const DigestEntry = memo(function DigestEntry({ select, look, title, sentence, onSelect }: DigestEntryProps) {
  return (
    <li>
      <button
        type="button"
        onClick={() => onSelect(select)}
        className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
      >
        <LookGlyph look={look} className="mt-1" />
        <span className="font-medium wrap-anywhere">
          {title}
          <span className="font-normal text-muted"> · {look}</span>
        </span>
        <span className="col-start-2 line-clamp-2 text-sm text-muted">{sentence}</span>
      </button>
    </li>
  );
});
