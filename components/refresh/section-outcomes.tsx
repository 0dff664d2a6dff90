import type { NodeRefresh } from "./differences.tsx";
import { RefreshDetails } from "./refresh-details.tsx";
import { sectionSeconds, sectionWords, slowestFirst } from "./section-words.ts";

/** How each command of a refresh went, the slowest first; folded, since it matters when something is odd. */
export function SectionOutcomes({
  id,
  commandCount,
  oddCommandCount,
}: Pick<NodeRefresh, "id" | "commandCount" | "oddCommandCount">) {
  if (commandCount === 0) return null;
  return (
    <RefreshDetails
      nodeRefreshId={id}
      label={
        <>
          {commandCount} {commandCount === 1 ? "command" : "commands"}
          {oddCommandCount > 0 && `, ${oddCommandCount} with another status than 0`}
        </>
      }
    >
      {({ sections }) => (
        <ul aria-label="Commands of this refresh" className="mt-1 grid gap-x-6 text-sm sm:grid-cols-2">
          {slowestFirst(sections).map((section) => (
            <li key={section.key} className="flex items-baseline gap-2 border-b border-line py-0.5">
              <span className="min-w-0 flex-1 font-mono wrap-anywhere">{section.key}</span>
              <span className={section.exitCode === 0 ? "text-subtle" : "text-degraded"}>
                {sectionWords(section)}
              </span>
              <span className="w-16 text-right text-subtle tabular-nums">{sectionSeconds(section)}</span>
            </li>
          ))}
        </ul>
      )}
    </RefreshDetails>
  );
}
