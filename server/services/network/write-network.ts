import type { Db } from "#db/client.ts";
import { violationOf } from "#db/queries/violation.ts";
import { DomainError, type Violation } from "#server/domain/errors.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { vlanNotAvailable, vxlanNotAvailable } from "#server/domain/network/segment.ts";

/** Exclusion, unique, foreign key and check violations, and deadlock: somebody else was at it in the same moment. */
const OVERTAKEN_SQL_STATES: readonly string[] = ["23P01", "23505", "23503", "23514", "40P01"];
const ATTEMPT_COUNT_MAX = 3;

const ID_CONSTRAINTS: readonly string[] = [
  "network_segment_one_vdc",
  "network_vxlan_one_rule",
  "network_vxlan_one_vdc",
  "network_vxlan_shared_by_all",
];

/**
 * Runs `write` in a transaction. When a constraint refuses what the checks let pass, it runs again: by then what stood in
 * the way is visible, and the checks have the same words for it as ever.
 */
export async function writeNetwork<T>(
  db: Db,
  draft: NetworkDraft | null,
  write: (tx: Db) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(write);
    } catch (error) {
      const violation = violationOf(error);
      if (error instanceof DomainError || !violation || !OVERTAKEN_SQL_STATES.includes(violation.sqlState))
        throw error;
      if (attempt === ATTEMPT_COUNT_MAX) throw overtaken(violation.constraint ?? "", draft);
    }
  }
}

/** Says no more than the checks would: nothing of who was faster. */
function overtaken(constraint: string, draft: NetworkDraft | null): DomainError {
  const refusal = draft && refusalOf(constraint, draft);
  if (refusal) return new DomainError("rejected", [refusal]);
  return new DomainError("conflict", "Somebody else changed this at the same moment. Try again.");
}

function refusalOf(constraint: string, draft: NetworkDraft): Violation | null {
  if (constraint === "network_name_per_vdc") {
    return { field: "name", message: `This vDC already has a network named ${draft.name}.` };
  }
  if (constraint === "network_segment_disjoint_subnets" || constraint === "network_address_once_per_rule") {
    return { field: "subnet", message: `Subnet ${draft.subnet} is not available.` };
  }
  if (!ID_CONSTRAINTS.includes(constraint)) return null;
  const { vxlanId, vlanId } = draft;
  if (typeof vxlanId === "number") return { field: "vxlanId", message: vxlanNotAvailable(vxlanId) };
  if (vxlanId === null && typeof vlanId === "number")
    return { field: "vlanId", message: vlanNotAvailable(vlanId) };
  return null;
}
