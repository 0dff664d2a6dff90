import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { findUserForUpdate } from "#db/queries/user.ts";
import {
  clearDefaultView,
  countWarningViews,
  deleteWarningView,
  listWarningViews,
  type WarningViewRow,
  writeWarningView,
} from "#db/queries/warning-view.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { WARNING_VIEWS_MAX, type WarningViewDraft, WarningFilter } from "#server/domain/warning-input.ts";

type ReadGrant = Grant<"warning:read", AllVdcs>;

/** What a filter of an earlier version says and is none any more is left out. */
function filterOf(stored: unknown): WarningFilter {
  const fields = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
  const known = fields.filter(([field, value]) => WarningFilter.safeParse({ [field]: value }).success);
  return WarningFilter.parse(Object.fromEntries(known));
}

const told = ({ id, name, filter, isDefault }: WarningViewRow) => ({
  id,
  name,
  filter: filterOf(filter),
  isDefault,
});

/** The asker's own, by name. */
export async function listViews(db: Db, { actor }: ReadGrant) {
  return (await listWarningViews(db, actor.userId)).map(told);
}

/** A view of the same name is replaced, and no other is shown first any more where this one is. */
export async function saveView(db: Db, { actor }: ReadGrant, draft: WarningViewDraft) {
  return db.transaction(async (tx) => {
    // Their own row is held, so that two of a person's pages do not write at once.
    await findUserForUpdate(tx, actor.userId);
    if (draft.isDefault) await clearDefaultView(tx, actor.userId);
    const view = await writeWarningView(tx, { ...draft, userId: actor.userId });
    if (!view) throw new DomainError("conflict", "The view could not be kept. Try again.");
    if ((await countWarningViews(tx, actor.userId)) > WARNING_VIEWS_MAX) {
      throw new DomainError("rejected", [
        { field: "name", message: `One person keeps at most ${WARNING_VIEWS_MAX} views; delete one first.` },
      ]);
    }
    await recordView(tx, actor, "warning-view.save", view, { before: null, after: draft });
    return told(view);
  });
}

export async function deleteView(db: Db, { actor }: ReadGrant, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const view = await deleteWarningView(tx, actor.userId, id);
    if (!view) throw new DomainError("not-found", "No such view.");
    await recordView(tx, actor, "warning-view.delete", view, { before: told(view), after: null });
  });
}

async function recordView(
  tx: Db,
  actor: ReadGrant["actor"],
  action: string,
  { id, name }: WarningViewRow,
  change: { before: unknown; after: unknown },
): Promise<void> {
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "warning-view",
    subjectId: id,
    subjectName: name,
    vdcId: null,
    ...change,
  });
  await announce(tx, { topic: "warning", id: null, vdcId: null });
}
