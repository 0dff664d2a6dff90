import type { Violation } from "../errors.ts";
import type { NetworkContext } from "./context.ts";
import type { NetworkDraft, NetworkValues } from "./draft.ts";

const FIELDS_FIXED_IN_USE = [
  "subnet",
  "gateway",
  "overlayRuleName",
  "nicTagName",
  "vxlanId",
  "vlanId",
  "mtuBytes",
] as const;

function isChanged(
  field: (typeof FIELDS_FIXED_IN_USE)[number],
  draft: NetworkDraft,
  current: NetworkValues,
): boolean {
  if (field === "mtuBytes" && draft.mtuBytes === null) return false;
  if (field === "gateway") return draft.gateway !== (current.gateway ?? "");
  return draft[field] !== current[field];
}

/** An unchanged value is no change. */
export function changeViolations(
  draft: NetworkDraft,
  { current, isUsedByVms }: Pick<NetworkContext, "current" | "isUsedByVms">,
): readonly Violation[] {
  if (!current) return [];
  const renamed =
    draft.name === current.name
      ? []
      : [{ field: "name", message: "The name of a network cannot be changed." }];
  if (!isUsedByVms) return renamed;
  const fixed = FIELDS_FIXED_IN_USE.filter((field) => isChanged(field, draft, current));
  return [
    ...renamed,
    ...fixed.map((field) => ({ field, message: "This cannot be changed while VMs use the network." })),
  ];
}
