import type { Actor, CloudRole, VdcRole } from "#server/domain/access.ts";

/** A person with a role in the whole cloud. */
export function cloudActor(role: CloudRole = "operator"): Actor {
  return { userId: `test-${role}`, name: role, cloudRole: role, roleByVdcId: new Map() };
}

/** A person with a role in one vDC. */
export function vdcActor(vdcId: string, role: VdcRole = "network-admin"): Actor {
  return { userId: `test-${role}`, name: role, cloudRole: null, roleByVdcId: new Map([[vdcId, role]]) };
}
