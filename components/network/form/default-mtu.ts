import { defaultMtuBytes } from "#server/domain/network/mtu.ts";
import type { MtuLimit } from "../mtu-verdict.ts";

const ANY_TAG = { name: "", type: "normal" } as const;

/** What an empty MTU becomes; `limit` null: on a NIC tag. null while the rule is not chosen. */
export function defaultMtuBytesOf(limit: MtuLimit | null | undefined, vlanId: number): number | null {
  if (limit === undefined) return null;
  if (limit === null) return defaultMtuBytes({ rule: null, tag: ANY_TAG }, vlanId, null);
  const { overlayRuleName: name, ruleMtuBytes: mtuBytes, tightest } = limit;
  const rule = { name, mtuBytes, isUserRule: true, addressScope: "segment" as const };
  const safeMtu = tightest && {
    untaggedBytes: tightest.untagged.innerMtuBytesMaxUntagged,
    taggedBytes: tightest.tagged.innerMtuBytesMaxTagged,
  };
  return defaultMtuBytes({ rule, tag: null }, vlanId, safeMtu);
}
