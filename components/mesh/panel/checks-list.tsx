import { Check as CheckIcon, CircleHelp, X } from "lucide-react";
import { Age } from "../../ui/age.tsx";
import { cn } from "../../ui/cn.ts";
import type { LinkDetail } from "../mesh-data.ts";

const LOOKS = {
  pass: { Icon: CheckIcon, word: "Passed", tint: "text-up-glyph" },
  fail: { Icon: X, word: "Failed", tint: "text-down-glyph" },
  unknown: { Icon: CircleHelp, word: "Not known", tint: "text-unknown-glyph" },
} as const;
const RANK = { fail: 0, unknown: 1, pass: 2 };

/** All the evidence of a link: what fails first, then what nobody knows, then what holds. */
export function ChecksList({ checks }: { checks: LinkDetail["checks"] }) {
  return (
    <ul className="flex flex-col">
      {checks
        .toSorted((a, b) => RANK[a.outcome] - RANK[b.outcome])
        .map(({ code, title, outcome, sentence, observedAt }) => {
          const { Icon, word, tint } = LOOKS[outcome];
          return (
            <li key={code} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 py-1.5">
              <Icon aria-hidden strokeWidth={2.5} className={cn("mt-0.5 size-4", tint)} />
              <details open={outcome !== "pass"} className="group min-w-0">
                <summary className="flex list-none items-baseline justify-between gap-2">
                  <span className="font-medium">
                    {title}
                    <span className="sr-only">: {word}</span>
                  </span>
                  <span className="shrink-0 text-sm text-subtle">
                    {observedAt ? <Age at={observedAt} /> : "no evidence"}
                  </span>
                </summary>
                <p className="mt-0.5 text-sm text-pretty wrap-anywhere text-muted">{sentence}</p>
              </details>
            </li>
          );
        })}
    </ul>
  );
}
