"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Age } from "../../ui/age.tsx";
import { StateGlyph } from "../../ui/state-glyph.tsx";
import { Section } from "../panel/section.tsx";
import { useMeshInstant } from "./use-mesh-instant.ts";

export type SubjectHistoryProps = { kind: "pdc" | "node" | "pdc-link" | "link"; id: string };

/** What the selected part of the mesh went through, newest first; each line leads to that instant. */
export function SubjectHistory({ kind, id }: SubjectHistoryProps) {
  const { setAt } = useMeshInstant();
  const subject = kind === "link" ? { kind, id } : { kind, id };
  const history = useQuery(useTRPC().mesh.history.queryOptions(subject));
  const changes = history.data?.changes ?? [];
  return (
    <Section title="History of its state" aside={changes.length > 0 && changes.length}>
      {history.error && <p className="text-sm text-down">{sentenceOf(history.error)}</p>}
      {history.data && changes.length === 0 && (
        <p className="text-muted">It has not changed since facts are kept.</p>
      )}
      <ul className="-mx-2">
        {changes.map(({ at, after, sentences }) => (
          <li key={at.getTime()}>
            <button
              type="button"
              onClick={() => setAt(at)}
              title="See the mesh of then"
              className="grid w-full grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2 rounded-md px-2 py-1 text-left text-sm hover:bg-hover"
            >
              <StateGlyph state={after?.state ?? "unknown"} className="mt-0.5" />
              <span className="text-pretty wrap-anywhere">{sentences.join(" ")}</span>
              <Age at={at} className="text-subtle" />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
