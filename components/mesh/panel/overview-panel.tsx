"use client";

import { countByHealth } from "#server/domain/health.ts";
import { Age } from "../../ui/age.tsx";
import { LookGlyph } from "../look-glyph.tsx";
import type { MeshIndex } from "../mesh-data.ts";
import { digestOf, fragmentingLinks } from "../mesh-digest.ts";
import { LinksList } from "./links-list.tsx";
import { Section } from "./section.tsx";
import { StateBar } from "./state-bar.tsx";

/** The whole in a few lines: what needs a look, each cause once. */
export function OverviewPanel({ index, onSelect }: { index: MeshIndex; onSelect: (select: string) => void }) {
  const { mesh } = index;
  const digest = digestOf(index);
  const fragmenting = fragmentingLinks(index);
  const namedCount = mesh.pdcs.filter(({ kind }) => kind === "named").length;
  return (
    <>
      <div className="px-4 pt-3 pb-4">
        <h2 className="text-lg font-semibold">The whole mesh</h2>
        <p className="mt-0.5 mb-3 text-muted">
          {namedCount} PDCs, {mesh.nodes.length} nodes, {mesh.links.length} links. Seen{" "}
          <Age at={mesh.builtAt} />.
        </p>
        <StateBar counts={countByHealth(mesh.links.map(({ state }) => state))} />
      </div>
      <Section title="Needs a look" aside={digest.length > 0 && digest.length}>
        {digest.length === 0 ? (
          <p className="text-muted">Nothing: every link is up.</p>
        ) : (
          <ul className="-mx-2">
            {digest.map(({ select, look, title, sentence }) => (
              <li key={select}>
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
            ))}
          </ul>
        )}
      </Section>
      <Section title="Full frames leave in fragments" aside={fragmenting.length > 0 && fragmenting.length}>
        {fragmenting.length === 0 ? (
          <p className="text-muted">On no link.</p>
        ) : (
          <LinksList links={fragmenting} index={index} onSelect={onSelect} />
        )}
      </Section>
    </>
  );
}
