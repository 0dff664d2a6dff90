import { DomainError } from "./errors.ts";

export const CLOUD_ROLES = ["operator", "auditor"] as const;
export const VDC_ROLES = ["network-admin", "viewer"] as const;
export type CloudRole = (typeof CLOUD_ROLES)[number];
export type VdcRole = (typeof VDC_ROLES)[number];

/** A signed-in person and everything permission depends on. */
export type Actor = {
  userId: string;
  name: string;
  cloudRole: CloudRole | null;
  roleByVdcId: ReadonlyMap<string, VdcRole>;
  /** Network address of the request; null or absent: not known, or nobody asked over the network. */
  fromAddress?: string | null;
};

const VIEWER = [
  "network:read",
  "delegation:read",
  "vdc:read",
  "mesh:read-own",
  "warning:read-own",
  "notification:read",
] as const;
const NETWORK_ADMIN = [
  ...VIEWER,
  "network:create",
  "network:update",
  "network:delete",
  "delegation:request",
  "member:read",
  "member:add-viewer",
  "node:refresh-own",
  "notification:manage",
] as const;
const AUDITOR = [
  ...VIEWER,
  "member:read",
  "mesh:read",
  "node:read",
  "overlay-rule:read",
  "refresh:read",
  "warning:read",
  "audit:read",
  "user:read",
  "network:read-shares",
] as const;
const OPERATOR = [
  ...AUDITOR,
  "network:create",
  "network:update",
  "network:delete",
  "member:add-viewer",
  "member:manage",
  "vdc:manage",
  "delegation:manage",
  "node:manage",
  "node:refresh",
  "overlay-rule:manage",
  "warning:acknowledge",
  "notification:manage",
  "user:manage",
  "network:share",
] as const;

export type Permission = (typeof OPERATOR)[number] | (typeof NETWORK_ADMIN)[number];

const PERMISSIONS: Record<CloudRole | VdcRole, readonly Permission[]> = {
  viewer: VIEWER,
  "network-admin": NETWORK_ADMIN,
  auditor: AUDITOR,
  operator: OPERATOR,
};

declare const scopeProof: unique symbol;
declare const grantProof: unique symbol;
/** One vDC, made by `authorize` alone, so that no query can be given another's. */
export type VdcScope = { readonly vdcId: string; readonly [scopeProof]: true };
/** Every vDC; only for people with a role in the whole cloud. */
export type AllVdcs = { readonly vdcId: null; readonly [scopeProof]: true };
export type Scope = VdcScope | AllVdcs;

/** Evidence that `actor` holds `P` in `scope`. Only this file can make one. */
export type Grant<P extends Permission, S extends Scope = Scope> = {
  readonly actor: Actor;
  readonly scope: S;
  readonly [grantProof]: (permission: P) => P;
};

/** What a role allows, for screens that hide what cannot be done. */
export function permissionsOf(role: CloudRole | VdcRole): readonly Permission[] {
  return PERMISSIONS[role];
}

/** Whether the person's role in the cloud, or else in this vDC, allows it; for what is shown. Nothing is proved by it. */
export function mayIn(
  { cloudRole, roleByVdcId }: Pick<Actor, "cloudRole" | "roleByVdcId">,
  vdcId: string | null,
  permission: Permission,
): boolean {
  const role = cloudRole ?? (vdcId === null ? undefined : roleByVdcId.get(vdcId));
  return role !== undefined && PERMISSIONS[role].includes(permission);
}

/** A vDC in which the actor has no role answers "not found", so that its existence does not leak. */
export function authorize<P extends Permission>(
  actor: Actor,
  vdcId: string,
  permission: P,
): Grant<P, VdcScope> {
  const role = actor.cloudRole ?? actor.roleByVdcId.get(vdcId);
  if (!role) throw new DomainError("not-found", "No such vDC.");
  if (!PERMISSIONS[role].includes(permission))
    throw new DomainError("forbidden", "Your role does not allow this.");
  // The only casts of this kind: here the proof is made.
  return { actor, scope: { vdcId } } as unknown as Grant<P, VdcScope>;
}

/** Whole-cloud permission; people without a role in the cloud get "not found", as for anything outside their vDCs. */
export function authorizeCloud<P extends Permission>(actor: Actor, permission: P): Grant<P, AllVdcs> {
  if (!actor.cloudRole) throw new DomainError("not-found", "Not found.");
  if (!PERMISSIONS[actor.cloudRole].includes(permission)) {
    throw new DomainError("forbidden", "Your role does not allow this.");
  }
  return { actor, scope: { vdcId: null } } as unknown as Grant<P, AllVdcs>;
}
