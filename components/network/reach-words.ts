import type { RouterOutputs } from "../trpc/trpc.ts";
import { nounFor } from "../ui/data-table/noun.ts";

type Reach = RouterOutputs["network"]["getReach"];
type Path = Pick<Reach["paths"][number], "kind" | "pdcNames">;

export function placeWords({
  nodeCount,
  carryingCount,
}: Pick<Reach["places"][number], "nodeCount" | "carryingCount">) {
  const nodes = nounFor(nodeCount, "nodes");
  if (carryingCount === nodeCount) return nodeCount === 1 ? "its 1 node" : `all ${nodeCount} nodes`;
  return carryingCount === 0 ? `none of ${nodeCount} ${nodes}` : `${carryingCount} of ${nodeCount} nodes`;
}

/** `count`: how many there are; the names may be fewer. */
export function hostnameWords(hostnames: readonly string[], count: number): string {
  const more = count - hostnames.length;
  return more > 0 ? `${hostnames.join(", ")} and ${more} more` : hostnames.join(", ");
}

export function pathWords({ kind, pdcNames: [a, b] }: Path): string {
  return kind === "adminLink" ? `inside ${a}, plain VXLAN` : `${a} – ${b}, IPsec`;
}

/** What cannot be said of the paths of an overlay; null: every path is known, or it is no overlay. */
export function unknownPairWords(
  {
    places,
    paths,
  }: { places: readonly { pdcName: string; carryingCount: number }[]; paths: readonly Path[] },
  overlayRuleName: string | null,
): string | null {
  if (overlayRuleName === null) return null;
  const carrying = places.filter(({ carryingCount }) => carryingCount > 0);
  const wanted = carrying.flatMap((place, position) =>
    carrying
      .slice(position)
      .filter((other) => other !== place || place.carryingCount > 1)
      .map((other) => [place.pdcName, other.pdcName] as const),
  );
  const unknown = wanted.filter(
    ([a, b]) =>
      !paths.some(
        ({ pdcNames }) =>
          pdcNames.includes(a) && pdcNames.includes(b) && (a !== b || pdcNames[0] === pdcNames[1]),
      ),
  );
  const [first] = unknown;
  if (!first) return null;
  if (unknown.length > 1) return `What ${unknown.length} of the paths allow is not known.`;
  const name = (pdcName: string) => pdcName || "nodes without a PDC name";
  return first[0] === first[1]
    ? `What paths inside ${name(first[0])} allow is not known.`
    : `What paths between ${name(first[0])} and ${name(first[1])} allow is not known.`;
}
