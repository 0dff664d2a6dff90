import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { findDelegation, lockDelegation, replaceDelegation } from "#db/queries/delegation.ts";
import { closeRequest, findOpenRequest } from "#db/queries/delegation-request.ts";
import { announce } from "#db/queries/event.ts";
import { countVmsByNetworkId, listNetworks } from "#db/queries/network.ts";
import { countRestorableNetworks, listNetworksSharedTo, type SharedToVdc } from "#db/queries/vdc-holdings.ts";
import {
  findVdc,
  findVdcForUpdate,
  insertVdc,
  isVdcNameTaken,
  listMemberNames,
  listVdcs as selectVdcs,
  updateVdc,
  type Vdc,
} from "#db/queries/vdc.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import {
  type Actor,
  type AllVdcs,
  authorizeCloud,
  type Grant,
  permissionsOf,
  type VdcScope,
} from "#server/domain/access.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import { wishLines } from "#server/domain/wish-lines.ts";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { NewVdc } from "#server/domain/vdc.ts";

/** What would go, or stands in the way, when a vDC is retired. */
type VdcHoldings = {
  /** They stand in the way, and so do their VMs. */
  networks: { id: string; name: string; vmCount: number }[];
  memberNames: string[];
  delegation: DelegationDraft;
  /** What its open request asks for; null when none is open. */
  openRequest: string | null;
  /** Networks of other vDCs that it may use; they stand in the way too, since it may have addresses or VMs on them. */
  sharedNetworks: SharedToVdc[];
  restorableCount: number;
};

const NAMED_MAX = 10;

/** The vDCs the person has a role in, each with what that role allows. */
export async function listVdcs(db: Db, actor: Actor) {
  const vdcs = await selectVdcs(db, actor);
  return vdcs.map((vdc) => ({ ...vdc, ...roleIn(actor, vdc.id) }));
}

export async function vdcById(db: Db, grant: Grant<"vdc:read", VdcScope>) {
  const vdc = await requireVdc(db, grant.scope);
  return { ...vdc, ...roleIn(grant.actor, vdc.id) };
}

function roleIn({ cloudRole, roleByVdcId }: Actor, vdcId: string) {
  const role = cloudRole ?? roleByVdcId.get(vdcId) ?? null;
  return { role, permissions: role ? permissionsOf(role) : [] };
}

/** "Not found" also for a retired vDC and for one that never was. */
export async function requireVdc(db: Db, scope: VdcScope): Promise<Vdc> {
  const vdc = await findVdc(db, scope);
  if (!vdc) throw new DomainError("not-found", "No such vDC.");
  return vdc;
}

export async function createVdc(
  db: Db,
  { actor }: Grant<"vdc:manage", AllVdcs>,
  { name }: NewVdc,
): Promise<Vdc> {
  return db.transaction(async (tx) => {
    const vdc = await insertVdc(tx, name);
    if (!vdc) throw nameTaken(name);
    await recordVdcChange(tx, actor, "vdc.create", vdc, null, { name });
    return vdc;
  });
}

export async function renameVdc(
  db: Db,
  { actor, scope }: Grant<"vdc:manage", VdcScope>,
  { name }: NewVdc,
): Promise<Vdc> {
  try {
    return await db.transaction(async (tx) => {
      const vdc = await findVdcForUpdate(tx, scope);
      if (!vdc) throw new DomainError("not-found", "No such vDC.");
      if (vdc.name === name) return vdc;
      if (await isVdcNameTaken(tx, name, vdc.id)) throw nameTaken(name);
      await updateVdc(tx, scope, { name });
      await recordVdcChange(tx, actor, "vdc.rename", { ...vdc, name }, { name: vdc.name }, { name });
      return { ...vdc, name };
    });
  } catch (error) {
    if (isUniqueViolation(error, "vdc_name_unique")) throw nameTaken(name);
    throw error;
  }
}

export async function previewRetire(db: Db, grant: Grant<"vdc:manage", VdcScope>): Promise<VdcHoldings> {
  return (await holdingsOf(db, grant)).holdings;
}

/** Refused, with their names, while it has networks. Its ranges become free for others; its members lose it. */
export async function retireVdc(db: Db, grant: Grant<"vdc:manage", VdcScope>, now: Date): Promise<void> {
  const { actor, scope } = grant;
  await db.transaction(async (tx) => {
    await lockDelegation(tx, scope);
    const vdc = await requireVdc(tx, scope);
    const { holdings, openRequestId } = await holdingsOf(tx, grant);
    if (holdings.networks.length > 0) {
      const names = listed(holdings.networks.map(withVms));
      throw new DomainError("conflict", `vDC ${vdc.name} still has networks: ${names}. Delete them first.`);
    }
    if (holdings.sharedNetworks.length > 0) {
      const names = listed(
        holdings.sharedNetworks.map((shared) => `${shared.networkName} of ${shared.vdcName}`),
      );
      const words = `These networks are still shared with vDC ${vdc.name}: ${names}. End their sharing first.`;
      throw new DomainError("conflict", words);
    }
    await replaceDelegation(tx, scope, {
      isRestricted: true,
      networkCountMax: null,
      vxlanDelegations: [],
      vlanDelegations: [],
    });
    if (openRequestId !== null) {
      await closeRequest(tx, scope, openRequestId, {
        state: "declined",
        answeredByName: actor.name,
        answer: "The vDC was retired.",
      });
    }
    await updateVdc(tx, scope, { retiredAt: now });
    await recordVdcChange(tx, actor, "vdc.retire", vdc, holdings, null);
  });
}

function withVms({ name, vmCount }: VdcHoldings["networks"][number]): string {
  return vmCount === 0 ? name : `${name} (${vmCount === 1 ? "1 VM" : `${vmCount} VMs`})`;
}

/** The first few, and how many more. */
function listed(names: readonly string[]): string {
  const rest = names.length - NAMED_MAX;
  return `${names.slice(0, NAMED_MAX).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

async function holdingsOf(
  db: Db,
  { actor, scope }: Grant<"vdc:manage", VdcScope>,
): Promise<{ holdings: VdcHoldings; openRequestId: string | null }> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const cloud = authorizeCloud(actor, "vdc:manage");
  const networks = await listNetworks(db, scope);
  const vmCounts = await countVmsByNetworkId(
    db,
    scope,
    networks.map(({ id }) => id),
  );
  const openRequest = await findOpenRequest(db, scope);
  const holdings = {
    networks: networks.map(({ id, name }) => ({ id, name, vmCount: vmCounts.get(id) ?? 0 })),
    memberNames: await listMemberNames(db, scope),
    delegation: canonicalDraft(found.delegation),
    openRequest: openRequest && wishLines(openRequest.wanted).join("; "),
    sharedNetworks: await listNetworksSharedTo(db, cloud.scope, scope),
    restorableCount: await countRestorableNetworks(db, scope),
  };
  return { holdings, openRequestId: openRequest?.id ?? null };
}

function nameTaken(name: string): DomainError {
  return new DomainError("rejected", [{ field: "name", message: `A vDC is or was already named ${name}.` }]);
}

async function recordVdcChange(
  tx: Db,
  actor: Actor,
  action: string,
  vdc: Vdc,
  before: unknown,
  after: unknown,
): Promise<void> {
  const subject = { subjectKind: "vdc", subjectId: vdc.id, subjectName: vdc.name, vdcId: vdc.id };
  await recordChange(tx, { actor, action, ...subject, before, after });
  await announce(tx, { topic: "vdc", id: vdc.id, vdcId: vdc.id });
}
