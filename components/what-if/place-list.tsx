import Link from "next/link";
import { DisclosureRow } from "../ui/disclosure.tsx";
import { type Group, linksOf, type Place, placeTitle } from "./what-if-words.ts";

/** Places with their links, each opening to some of them by name. */
export function PlaceList({ group, noun = linksOf }: { group: Group; noun?: (count: number) => string }) {
  const more = group.placeCount - group.places.length;
  return (
    <ul className="divide-y divide-line border-t border-line">
      {group.places.map((place) => (
        <li key={place.id}>
          <PlaceRow place={place} noun={noun} />
        </li>
      ))}
      {more > 0 && (
        <li className="px-4 py-1.5 text-sm text-muted">And {more.toLocaleString("en")} more places.</li>
      )}
    </ul>
  );
}

function PlaceRow({ place, noun }: { place: Place; noun: (count: number) => string }) {
  const more = place.linkCount - place.examples.length;
  return (
    <DisclosureRow
      label={<span className="min-w-0 flex-1 font-medium wrap-anywhere">{placeTitle(place)}</span>}
      end={<span className="text-sm text-muted tabular-nums">{noun(place.linkCount)}</span>}
    >
      <ul className="pr-4 pb-2 pl-9.5 text-sm">
        {place.examples.map(({ id, hostnames }) => (
          <li key={id}>
            <Link
              href={`/mesh?selected=${encodeURIComponent(`link/${id}`)}`}
              prefetch={false}
              className="text-accent-ink hover:underline"
            >
              {hostnames.join(" and ")}
            </Link>
          </li>
        ))}
        {more > 0 && <li className="text-muted">and {more.toLocaleString("en")} more</li>}
      </ul>
    </DisclosureRow>
  );
}
