import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { closeRequest } from "#db/queries/delegation-request.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { isSameDelegation } from "#server/domain/delegation-difference.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import { setWithin, writeDelegation } from "../delegation/set-delegation.ts";
import { notOpen, recordRequest, requireRequest } from "./send-request.ts";

type ManageGrant = Grant<"delegation:manage", VdcScope>;

type Approval = {
  requestId: string;
  /** The whole delegation as it shall be: as proposed, or changed. */
  draft: DelegationDraft;
  /** The delegation the operator looked at; refused when it is another one by now. */
  over: DelegationDraft;
  markOutside: boolean;
  answer: string;
};

/** Sets the delegation and answers the request together: of several answers exactly one wins. */
export async function approveRequest(
  db: Db,
  grant: ManageGrant,
  { requestId, draft, over, markOutside, answer }: Approval,
): Promise<void> {
  await writeDelegation(db, async (tx) => {
    const request = await requireRequest(tx, grant, requestId);
    if (request.state !== "open") throw await notOpen(tx, grant, requestId);
    const found = await findDelegation(tx, grant.scope);
    if (!found) throw new DomainError("not-found", "No such vDC.");
    if (!isSameDelegation(readDelegation(over).delegation, found.delegation)) {
      throw new DomainError(
        "conflict",
        "The delegation was changed meanwhile. Look at it as it is now and answer again.",
      );
    }
    const { canonical } = await setWithin(tx, grant, { draft, markOutside });
    const isClosed = await closeRequest(tx, grant.scope, requestId, {
      state: "approved",
      answeredByName: grant.actor.name,
      answer,
      granted: canonical,
    });
    if (!isClosed) throw await notOpen(tx, grant, requestId);
    await recordRequest(tx, grant, "delegation-request.approve", request, { answered: { answer } });
  });
}

export async function declineRequest(
  db: Db,
  grant: ManageGrant,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const request = await requireRequest(tx, grant, requestId);
    const isClosed = await closeRequest(tx, grant.scope, requestId, {
      state: "declined",
      answeredByName: grant.actor.name,
      answer: reason,
    });
    if (!isClosed) throw await notOpen(tx, grant, requestId);
    await recordRequest(tx, grant, "delegation-request.decline", request, {
      answered: { answer: reason },
    });
  });
}
