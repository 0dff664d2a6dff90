import { WARNING_CATALOGUE, WARNING_CODES } from "#server/domain/warnings/catalogue.ts";
import type { Preview } from "../trpc/use-preview.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { warningsInWords } from "./review-words.ts";
import type { ReviewPreview } from "./use-review.ts";

function titleOf(code: string): string {
  const known = WARNING_CODES.find((one) => one === code);
  return known ? WARNING_CATALOGUE[known].title : code;
}

/** What would happen, and every warning that stands in the way. */
export function ReviewPreviewText({
  answer,
  verb,
  isOne,
  onLeaveOut,
}: {
  answer: Preview<ReviewPreview>;
  verb: string;
  isOne: boolean;
  onLeaveOut: ((warningIds: string[]) => void) | undefined;
}) {
  if (answer.state === "asking") return isOne ? null : <Skeleton className="h-5 w-56" />;
  if (answer.state === "refused") {
    return (
      <p role="alert" className="text-down">
        {answer.sentence}
      </p>
    );
  }
  if (answer.state !== "told") return null;
  const { changedCount, unchangedCount, refused } = answer.preview;
  if (isOne) {
    const words = refused[0]?.message ?? (changedCount === 0 ? "It is like that already." : null);
    return words && <output className="text-down">{words}</output>;
  }
  return (
    <div className="flex flex-col gap-2">
      <output>
        {refused.length === 0
          ? `${warningsInWords(changedCount)} would ${verb}.`
          : `Nothing is written while ${warningsInWords(refused.length)} ${refused.length === 1 ? "refuses" : "refuse"}. ${warningsInWords(changedCount)} would ${verb}.`}
        {unchangedCount > 0 &&
          ` ${warningsInWords(unchangedCount)} ${unchangedCount === 1 ? "is" : "are"} like that already.`}
      </output>
      {refused.length > 0 && (
        <>
          <ul
            aria-label="Warnings that refuse"
            className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line"
          >
            {refused.map(({ warningId, code, subjectLabel, message }) => (
              <li key={warningId} className="px-3 py-1.5">
                <span className="font-medium text-ink">{titleOf(code)}</span>{" "}
                <span className="text-subtle wrap-anywhere">{subjectLabel}</span>
                <span className="block text-down">{message}</span>
              </li>
            ))}
          </ul>
          {onLeaveOut && (
            <Button
              size="sm"
              className="self-start"
              onClick={() => onLeaveOut(refused.map(({ warningId }) => warningId))}
            >
              Leave {refused.length === 1 ? "it" : "them"} out
            </Button>
          )}
        </>
      )}
    </div>
  );
}
