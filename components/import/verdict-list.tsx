"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { RowVerdict } from "#server/domain/import/verdict.ts";
import { Badge } from "../ui/badge.tsx";
import { VERDICT_WORDS, verdictLines } from "./verdict-words.ts";

const ROW_PIXELS = 37;

/** Rows as high as what is said of them, drawn only where they are seen. */
export function VerdictList({ rows, showsVdc }: { rows: readonly RowVerdict[]; showsVdc: boolean }) {
  const frame = useRef<HTMLElement>(null);
  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 15,
  });
  const seen = virtualizer.getVirtualItems();
  const above = seen[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <section
      ref={frame}
      aria-label="Table of verdicts"
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="relative max-h-[max(22rem,calc(100dvh-20rem))] overflow-auto border-t border-line focus-visible:-outline-offset-2"
    >
      <table
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-left"
      >
        <thead className="sticky top-0 z-1 bg-sunken text-sm text-muted">
          <tr>
            <th scope="col" className="w-17 border-b border-line px-3 py-1.5 text-right font-medium">
              Line
            </th>
            <th scope="col" className="w-26 border-b border-line px-3 py-1.5 font-medium">
              Verdict
            </th>
            <th scope="col" className="border-b border-line px-3 py-1.5 font-medium">
              Row
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer pixels={above} />
          {seen.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr key={index} ref={virtualizer.measureElement} data-index={index} aria-rowindex={index + 2}>
                <VerdictCells row={row} showsVdc={showsVdc} />
              </tr>
            );
          })}
          <Spacer pixels={below} />
        </tbody>
      </table>
    </section>
  );
}

function VerdictCells({ row, showsVdc }: { row: RowVerdict; showsVdc: boolean }) {
  const { label, tone } = VERDICT_WORDS[row.verdict];
  return (
    <>
      <td className="border-b border-line px-3 py-2 text-right align-top text-muted tabular-nums">
        {row.line}
      </td>
      <td className="border-b border-line px-3 py-2 align-top">
        <Badge tone={tone}>{label}</Badge>
      </td>
      <td className="border-b border-line px-3 py-2 align-top wrap-anywhere">
        <div className="grid gap-x-4 gap-y-1 md:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
          <RowName row={row} showsVdc={showsVdc} />
          <ul className="flex flex-col gap-1">
            {verdictLines(row).map(({ line, field, text }) => (
              <li key={`${line} ${field} ${text}`}>
                {line !== row.line && <span className="text-subtle">Line {line}, </span>}
                {field !== "" && <span className="font-mono text-sm text-muted">{field}: </span>}
                {text}
              </li>
            ))}
          </ul>
        </div>
      </td>
    </>
  );
}

function RowName({ row: { name, vdcName }, showsVdc }: { row: RowVerdict; showsVdc: boolean }) {
  return (
    <span className="font-medium">
      {showsVdc && vdcName !== null && vdcName !== name && (
        <span className="font-normal text-subtle">{vdcName} / </span>
      )}
      {name === "" ? <span className="font-normal text-subtle">no name</span> : name}
    </span>
  );
}

function Spacer({ pixels }: { pixels: number }) {
  return pixels <= 0 ? null : <tr aria-hidden style={{ height: pixels }} />;
}
