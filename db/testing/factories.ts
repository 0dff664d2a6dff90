import { hashPassword } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { randomBytes, randomUUID } from "node:crypto";
import type { CloudRole, VdcRole } from "#server/domain/access.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import type { Db } from "../client.ts";
import { delegations, vlanDelegations, vxlanDelegations } from "../schema/delegation.ts";
import { memberships } from "../schema/membership.ts";
import { nodes, vmVnics } from "../schema/node.ts";
import { overlayRules } from "../schema/overlay-rule.ts";
import { accounts, users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";

export type TestPerson = { id: string; userName: string; password: string };
export type TestVdc = { id: string; name: string };

const suffix = () => randomBytes(4).toString("hex");
const only = <T>([row]: T[]): T => {
  if (row === undefined) throw new Error("insert returned no row");
  return row;
};

/** Hashing a password is slow on purpose, so all people of one test process have the same. */
const sharedPassword = `password-${randomBytes(9).toString("base64url")}`;
let sharedHash: Promise<string> | null = null;

/** A person who can sign in with `password`. */
export async function createPerson(
  db: Db,
  { cloudRole = null }: { cloudRole?: CloudRole | null } = {},
): Promise<TestPerson> {
  const userName = `person-${suffix()}`;
  const password = sharedPassword;
  const values = { username: userName, name: userName, email: `${userName}@users.invalid`, cloudRole };
  const { id } = only(await db.insert(users).values(values).returning({ id: users.id }));
  await db.insert(accounts).values({
    userId: id,
    accountId: id,
    providerId: "credential",
    password: await (sharedHash ??= hashPassword(password)),
  });
  return { id, userName, password };
}

export async function addMember(db: Db, vdcId: string, userId: string, role: VdcRole): Promise<void> {
  await db.insert(memberships).values({ vdcId, userId, role });
}

/** A rule that several tests may ask for; the first makes it. */
export async function ensureOverlayRule(
  db: Db,
  { name, mtuBytes = 1400, listenPort = 4791 }: { name: string; mtuBytes?: number; listenPort?: number },
): Promise<void> {
  const values = { name, mtuBytes, listenPort, arpFilePath: `/opt/custom/networking/${name}_overlay.json` };
  await db.insert(overlayRules).values(values).onConflictDoNothing();
}

/** A vDC that may use `vxlanIds` on one rule, with `vlanIds` inside them. */
export async function createVdc(
  db: Db,
  {
    overlayRuleName,
    vxlanIds,
    vlanIds,
    networkCountMax = null,
  }: {
    overlayRuleName: string;
    vxlanIds: IdRange;
    vlanIds: IdRange;
    networkCountMax?: number | null;
  },
): Promise<TestVdc> {
  const vdc = only(
    await db
      .insert(vdcs)
      .values({ name: `vdc-${suffix()}` })
      .returning({ id: vdcs.id, name: vdcs.name }),
  );
  await db.insert(delegations).values({ vdcId: vdc.id, networkCountMax });
  await db
    .insert(vxlanDelegations)
    .values({ vdcId: vdc.id, overlayRuleNames: [overlayRuleName], vxlanIds: [vxlanIds] });
  await db.insert(vlanDelegations).values({ vdcId: vdc.id, overlayRuleName, vlanIds: [vlanIds] });
  return vdc;
}

/** A vDC without ranges of its own that may use any id nobody else holds. */
export async function createUnrestrictedVdc(db: Db): Promise<TestVdc> {
  const vdc = only(
    await db
      .insert(vdcs)
      .values({ name: `vdc-${suffix()}` })
      .returning({ id: vdcs.id, name: vdcs.name }),
  );
  await db.insert(delegations).values({ vdcId: vdc.id, isRestricted: false });
  return vdc;
}

/** A compute node whose host key an operator has already confirmed. */
export async function createNode(
  db: Db,
  {
    hostname,
    sshAddress = "127.0.0.1",
    sshPort,
    hostKeyFingerprint,
  }: { hostname: string; sshAddress?: string; sshPort: number; hostKeyFingerprint: string },
): Promise<{ id: string }> {
  const values = {
    hostname,
    sshAddress,
    sshPort,
    hostKeyFingerprint,
    hostKeyConfirmedAt: new Date(),
  };
  return only(await db.insert(nodes).values(values).returning({ id: nodes.id }));
}

/** A VM NIC on rule `customers`, untagged, on a node that is there already. */
export async function addVmVnic(
  db: Db,
  {
    hostname,
    vmAlias,
    vxlanId,
    ipv4Address,
  }: { hostname: string; vmAlias: string; vxlanId: number; ipv4Address: string },
): Promise<void> {
  const { id: nodeId } = only(
    await db.select({ id: nodes.id }).from(nodes).where(eq(nodes.hostname, hostname)),
  );
  await db.insert(vmVnics).values({
    nodeId,
    vmUuid: randomUUID(),
    vmAlias,
    interfaceName: "net0",
    macAddress: "90:b8:d0:0a:0b:0c",
    nicTagName: "customers",
    vxlanId,
    vlanId: 0,
    ipv4Addresses: [ipv4Address],
    isDhcp: false,
    mtuBytes: 1400,
  });
}
