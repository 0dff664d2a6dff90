import { PATTERNS, type Pattern } from "#server/domain/diagnosis/step.ts";
import { Badge } from "../ui/badge.tsx";
import { Panel } from "../ui/panel.tsx";
import { PATTERN_WORDS } from "./diagnosis-words.ts";

/** The five troubles of the field's guide, with the one that this looks like marked. */
export function KnownTroubles({ pattern }: { pattern: Pattern | null }) {
  return (
    <Panel title="The five known troubles" description="By what a capture on the external NIC shows.">
      <ol className="flex flex-col gap-2.5">
        {PATTERNS.map((each) => (
          <li key={each} aria-current={each === pattern ? "true" : undefined}>
            <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 font-medium">
              {PATTERN_WORDS[each].title}
              {each === pattern && (
                <Badge tone="accent">
                  {each === "guests-silent" ? "if VMs are silent" : "looks like this"}
                </Badge>
              )}
            </p>
            <p className="text-sm text-pretty text-muted">{PATTERN_WORDS[each].sentence}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
