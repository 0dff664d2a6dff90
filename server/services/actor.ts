import type { Db } from "#db/client.ts";
import { listMembershipsOf, type Membership } from "#db/queries/membership.ts";
import { findUser } from "#db/queries/user.ts";
import type { Auth } from "#server/adapters/auth/auth.ts";
import { clientAddress } from "#server/adapters/auth/client-address.ts";
import type { Actor } from "#server/domain/access.ts";

/** A person with the roles of this very moment; null when there is none such, or they are disabled. */
export async function currentActor(db: Db, userId: string): Promise<Actor | null> {
  const user = await findUser(db, userId);
  if (!user || user.disabledAt) return null;
  const memberships = await listMembershipsOf(db, user.id);
  return {
    userId: user.id,
    name: user.userName,
    cloudRole: user.cloudRole,
    roleByVdcId: new Map(memberships.map(({ vdcId, role }) => [vdcId, role])),
  };
}

/** Who sent these headers, and from where as far as trusted proxies tell; null when nobody is signed in. */
export async function loadActor(
  db: Db,
  auth: Auth,
  headers: Headers,
  trustedProxyCount = 0,
): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers });
  const actor = session && (await currentActor(db, session.user.id));
  return actor && { ...actor, fromAddress: clientAddress(headers, trustedProxyCount) };
}

export type Me = Pick<Actor, "userId" | "name" | "cloudRole"> & { memberships: Membership[] };

/** The signed-in person and their own vDCs, for the frame around every page. */
export async function describeActor(db: Db, actor: Actor): Promise<Me> {
  const { userId, name, cloudRole } = actor;
  return { userId, name, cloudRole, memberships: await listMembershipsOf(db, userId) };
}
