import { Age } from "../ui/age.tsx";
import { carriedSentences, leftWords, type Preview } from "./retire-words.ts";

const LISTED_MAX = 8;

/** What the node carries, and what peers must forget, as far as it is known. */
export function RetirePreview({ preview }: { preview: Preview }) {
  const { factsObservedAt, leftBehind } = preview;
  const carried = carriedSentences(preview);
  const more = leftBehind.length - LISTED_MAX;
  return (
    <>
      <section aria-label="What it carries">
        <h3 className="font-medium text-ink">
          What it carries
          {factsObservedAt && (
            <span className="font-normal text-subtle">
              , by its facts of <Age at={factsObservedAt} />
            </span>
          )}
        </h3>
        {!factsObservedAt && <p>It was never read, so nobody can tell.</p>}
        {factsObservedAt && carried.length === 0 && <p>No VMs and no links.</p>}
        {carried.map((sentence) => (
          <p key={sentence} className="wrap-anywhere text-ink">
            {sentence}
          </p>
        ))}
      </section>
      {leftBehind.length > 0 && (
        <section aria-label="What other nodes must forget">
          <h3 className="font-medium text-ink">What other nodes must forget</h3>
          <ul>
            {leftBehind.slice(0, LISTED_MAX).map((left) => (
              <li key={left.nodeId} className="wrap-anywhere">
                <span className="text-ink">{left.hostname}</span>: {leftWords(left)}
              </li>
            ))}
            {more > 0 && <li>and {more} more nodes</li>}
          </ul>
        </section>
      )}
    </>
  );
}
