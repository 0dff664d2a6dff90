import { CircleCheck, CircleMinus, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";
import { Panel } from "../ui/panel.tsx";
import { PlaceList } from "./place-list.tsx";
import type { Answer } from "./use-what-if.ts";
import {
  ENCRYPTION_WORDS,
  type EncryptionChange,
  encryptionTitle,
  mergedSentences,
  splitSentence,
  verdictOf,
} from "./what-if-words.ts";

const LOOKS = {
  bad: { Icon: OctagonAlert, box: "bg-down-soft text-down", icon: "text-down-glyph" },
  good: { Icon: CircleCheck, box: "bg-up-soft text-up", icon: "text-up-glyph" },
  none: { Icon: CircleMinus, box: "bg-unknown-soft text-ink", icon: "text-unknown-glyph" },
};

/** What becomes of encryption, first and in red where any is lost. */
export function VerdictPanel({ answer }: { answer: Answer }) {
  const { tone, title } = verdictOf(answer);
  const { Icon, box, icon } = LOOKS[tone];
  const merged = answer.merged.flatMap(mergedSentences);
  return (
    <Panel flush aria-label="Encryption">
      <div
        role={tone === "bad" ? "alert" : undefined}
        className={cn("flex items-start gap-3 px-4 py-3", box)}
      >
        <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", icon)} />
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          {tone === "none" && (
            <p className="text-muted">
              Encryption, paths, MTUs, keys, warnings, networks and delegations would be as they are now.
            </p>
          )}
        </div>
      </div>
      {merged.length > 0 && (
        <ul className="grid gap-1.5 px-4 py-3">
          {merged.map(({ text, isBad }) => (
            <li key={text} className={cn("text-pretty wrap-anywhere", isBad && "font-medium text-down")}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {(["lost", "exposed", "unproved", "gained"] as const).map((kind) => (
        <Change
          key={kind}
          kind={kind}
          answer={answer}
          isSaid={title === `${encryptionTitle(kind, answer.encryption[kind].linkCount)}.`}
        >
          {kind === "gained" &&
            answer.split
              .flatMap((split) => splitSentence(split) ?? [])
              .map((text) => <p key={text}>{text}</p>)}
        </Change>
      ))}
    </Panel>
  );
}

function Change({
  kind,
  answer,
  isSaid,
  children,
}: {
  kind: EncryptionChange;
  answer: Answer;
  /** The first line of the answer says it already. */
  isSaid: boolean;
  children: ReactNode;
}) {
  const group = answer.encryption[kind];
  if (group.linkCount === 0) return null;
  const title = encryptionTitle(kind, group.linkCount);
  const isRed = kind === "lost" || kind === "exposed";
  return (
    <section aria-label={title} className="border-t border-line pt-3 first-of-type:border-t-0">
      <h3 className={cn("px-4 font-semibold", isRed && "text-down", isSaid && "sr-only")}>{title}</h3>
      <div className="px-4 pb-2 text-sm text-muted">
        <p>{ENCRYPTION_WORDS[kind].sentence}</p>
        {children}
      </div>
      <PlaceList group={group} />
    </section>
  );
}
