import type { WishDraft } from "./delegation-request.ts";

/** "50 VXLAN ids on customers", "VLAN 40-49 on external", "at most 25 networks": one line for each thing. */
export function wishLines({ vxlans, vlans, networkCountMax }: WishDraft): string[] {
  const amount = (noun: string, { count, ids }: { count: number | null; ids: string | null }) =>
    ids === null
      ? `${(count ?? 0).toLocaleString("en")} more ${noun} ${count === 1 ? "id" : "ids"}`
      : `${noun} ${ids.replaceAll(",", ", ")}`;
  return [
    ...vxlans.map((row) => `${amount("VXLAN", row)} on ${row.overlayRuleName ?? "any overlay rule"}`),
    ...vlans.map((row) => `${amount("VLAN", row)} on ${row.nicTagName ?? row.overlayRuleName ?? "nothing"}`),
    ...(networkCountMax === null ? [] : [`at most ${networkCountMax.toLocaleString("en")} networks`]),
  ];
}
