import { TriangleAlert } from "lucide-react";
import { Absent } from "../../ui/description-list.tsx";
import { cn } from "../../ui/cn.ts";
import type { LinkDetail } from "../mesh-data.ts";

const GROUP_WORDS = {
  policy: "Policy",
  ike: "Key exchange",
  key: "Pre-shared key",
  associations: "Associations",
} as const;

/** Both ends side by side; what must be equal and is not is marked by sign, word and color. */
export function IpsecComparison({ link }: { link: LinkDetail }) {
  const { ipsec, ends } = link;
  if (!ipsec) return <p className="text-muted">The IPsec state of the ends is not known.</p>;
  return (
    <table className="w-full table-fixed text-sm">
      <thead>
        <tr className="text-left">
          <th scope="col" className="w-2/5 py-1 font-medium text-subtle">
            <span className="sr-only">Property</span>
          </th>
          {ends.map(({ id, hostname }) => (
            <th key={id} scope="col" className="truncate py-1 font-semibold">
              {hostname}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ipsec.map(({ group, term, values, isMismatch }, position) => (
          <tr key={term} className={cn(isMismatch && "bg-down-soft")}>
            <th scope="row" className="border-t border-line py-1 pr-2 pl-1 text-left font-normal text-muted">
              {ipsec[position - 1]?.group !== group && (
                <span className="sr-only">{GROUP_WORDS[group]}: </span>
              )}
              <span className="flex items-start gap-1">
                {isMismatch && (
                  <TriangleAlert aria-label="differs" className="mt-0.5 size-3.5 shrink-0 text-down-glyph" />
                )}
                {term}
              </span>
            </th>
            {values.map((value, end) => (
              <td
                key={ends[end]?.id ?? end}
                className={cn(
                  "border-t border-line py-1 pr-1 wrap-anywhere tabular-nums",
                  isMismatch && "font-semibold text-down",
                  group === "key" && "font-mono",
                )}
              >
                {value ?? <Absent word="none" />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
