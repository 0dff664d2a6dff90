import Link from "next/link";
import { Panel } from "../ui/panel.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { cn } from "../ui/cn.ts";
import { diagnoseHref, VERDICT_WORDS } from "./diagnosis-words.ts";
import type { FoundDiagnosis } from "./use-diagnosis.ts";

/** Of a network: all the links it crosses, the worst first; one of them is looked at below. */
export function CrossedLinks({ found, from, to }: { found: FoundDiagnosis; from: string; to: string }) {
  const { links, linkCount, ends } = found;
  const chosen = ends && [ends[0].nodeId, ends[1].nodeId].join(",");
  return (
    <Panel
      flush
      title="Links it crosses"
      description={
        links.length < linkCount
          ? `The ${links.length} that look worst of ${linkCount}, worst first.`
          : "Worst first."
      }
    >
      <ul className="max-h-72 divide-y divide-line overflow-y-auto">
        {links.map(({ linkId, hostnames, kind, title }) => (
          <li key={linkId}>
            <Link
              href={diagnoseHref({ from, to, link: linkId })}
              prefetch={false}
              scroll={false}
              aria-current={linkId === chosen ? "true" : undefined}
              className={cn(
                "grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2",
                linkId === chosen && "bg-selected",
              )}
            >
              <StateGlyph
                state={VERDICT_WORDS[kind].state}
                title={VERDICT_WORDS[kind].word}
                className="translate-y-0.5"
              />
              <span className="min-w-0">
                <span className="font-medium">{hostnames.join(" – ")}</span>
                <span className="block text-sm text-pretty text-muted">{title}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
