import {
  type AddressScope,
  findAddressScopeForUpdate,
  listOverlapsOnRule,
  updateAddressScope,
} from "#db/queries/address-scope.ts";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { lockAllDelegations } from "#db/queries/delegation.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";

const NAMED_OVERLAPS_MAX = 5;

/** Waits for networks that are being written; refused, with their names, while subnets of the rule overlap. */
export async function setAddressScope(
  db: Db,
  { actor, scope }: Grant<"overlay-rule:manage", AllVdcs>,
  { name, addressScope }: { name: string; addressScope: AddressScope },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAllDelegations(tx);
    const before = await findAddressScopeForUpdate(tx, name);
    if (before === null) throw new DomainError("not-found", "No such overlay rule.");
    if (before === addressScope) return;
    if (addressScope === "rule") await refuseOverlaps(tx, scope, name);
    await updateAddressScope(tx, name, addressScope);
    await recordChange(tx, {
      actor,
      action: "overlay-rule.set-address-scope",
      subjectKind: "overlay-rule",
      subjectId: name,
      subjectName: name,
      vdcId: null,
      before: { addressScope: before },
      after: { addressScope },
    });
  });
}

async function refuseOverlaps(tx: Db, scope: AllVdcs, ruleName: string): Promise<void> {
  const overlaps = await listOverlapsOnRule(tx, scope, ruleName, NAMED_OVERLAPS_MAX);
  if (overlaps.length === 0) return;
  const pairs = overlaps.map(
    ({ names: [a, b], vdcNames: [vdcA, vdcB] }) => `${a} of vDC ${vdcA} and ${b} of vDC ${vdcB}`,
  );
  throw new DomainError("conflict", `Subnets on this rule overlap: ${pairs.join("; ")}.`);
}
