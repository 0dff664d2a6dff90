import { type CloudRole, type Permission, permissionsOf, type VdcRole } from "#server/domain/access.ts";

export type ShellVdc = { vdcId: string; vdcName: string; role: VdcRole | null };

/** The signed-in person, as far as the frame around the pages needs to know. */
export type ShellActor = { name: string; cloudRole: CloudRole | null; vdcs: readonly ShellVdc[] };

export type NavIcon =
  | "home"
  | "mesh"
  | "what-if"
  | "pdcs"
  | "nodes"
  | "inventory"
  | "requirements"
  | "diagnose"
  | "refreshes"
  | "overlay-rules"
  | "warnings"
  | "audit"
  | "networks"
  | "vdcs"
  | "requests"
  | "resting-ids"
  | "delegation"
  | "members"
  | "people"
  | "settings"
  | "help";

export type NavItem = { label: string; href: string; icon: NavIcon; shortcut?: string };
export type NavSection = { id: string; label: string | null; items: NavItem[] };

type Candidate = NavItem & { permission: Permission | null };

function allowed(candidates: readonly Candidate[], permissions: readonly Permission[]): NavItem[] {
  return candidates
    .filter(({ permission }) => permission === null || permissions.includes(permission))
    .map(({ permission: _permission, ...item }) => item);
}

const CLOUD_PHYSICAL: readonly Candidate[] = [
  { label: "Mesh", href: "/mesh", icon: "mesh", shortcut: "m", permission: "mesh:read" },
  { label: "What if", href: "/what-if", icon: "what-if", permission: "mesh:read" },
  { label: "PDCs", href: "/pdcs", icon: "pdcs", permission: "node:read" },
  { label: "Nodes", href: "/nodes", icon: "nodes", shortcut: "o", permission: "node:read" },
  { label: "VMs and NICs", href: "/inventory", icon: "inventory", permission: "node:read" },
  { label: "Overlay rules", href: "/overlay-rules", icon: "overlay-rules", permission: "overlay-rule:read" },
  { label: "Requirements", href: "/requirements", icon: "requirements", permission: "node:read" },
  { label: "Diagnose", href: "/diagnose", icon: "diagnose", permission: "mesh:read" },
  { label: "Refreshes", href: "/refreshes", icon: "refreshes", shortcut: "r", permission: "refresh:read" },
];

const CLOUD_VIRTUAL: readonly Candidate[] = [
  { label: "Networks", href: "/networks", icon: "networks", shortcut: "n", permission: "network:read" },
  { label: "vDCs", href: "/vdcs", icon: "vdcs", permission: "vdc:read" },
  { label: "Requests", href: "/requests", icon: "requests", permission: "delegation:read" },
  { label: "Resting ids", href: "/resting-ids", icon: "resting-ids", permission: "delegation:read" },
];

const CLOUD_MANAGE: readonly Candidate[] = [
  { label: "Audit", href: "/audit", icon: "audit", permission: "audit:read" },
  { label: "People", href: "/people", icon: "people", permission: "user:read" },
];

const OWN_PHYSICAL: readonly Candidate[] = [
  { label: "Mesh", href: "/mesh", icon: "mesh", shortcut: "m", permission: "mesh:read-own" },
];

function vdcCandidates(vdcId: string, isCloud: boolean): readonly Candidate[] {
  const at = (page: string) => `/vdcs/${vdcId}/${page}`;
  return [
    {
      label: "Networks",
      href: at("networks"),
      icon: "networks",
      permission: "network:read",
      // In the cloud `g n` goes to all networks.
      ...(isCloud ? {} : { shortcut: "n" }),
    },
    { label: "Delegation", href: at("delegation"), icon: "delegation", permission: "delegation:read" },
    { label: "Members", href: at("members"), icon: "members", permission: "member:read" },
  ];
}

const SETTINGS: NavItem = { label: "Settings", href: "/settings", icon: "settings" };
const HELP: NavItem = { label: "Help", href: "/help", icon: "help" };
const HOME: NavItem = { label: "Home", href: "/", icon: "home", shortcut: "h" };

/** Members review those of their own vDC; the queue is the cloud's. */
function warningsItem(
  actor: ShellActor,
  vdc: ShellVdc | null,
  permissions: readonly Permission[],
): NavItem[] {
  const warnings = { label: "Warnings", icon: "warnings", shortcut: "w" } as const;
  if (actor.cloudRole)
    return permissions.includes("warning:read") ? [{ ...warnings, href: "/warnings" }] : [];
  if (!vdc || !permissions.includes("warning:read-own")) return [];
  return [{ ...warnings, href: `/vdcs/${vdc.vdcId}/warnings` }];
}

/** What this person may open; `vdc` is the one whose pages are offered, null for none. */
export function navigationFor(actor: ShellActor, vdc: ShellVdc | null): NavSection[] {
  const role = actor.cloudRole ?? vdc?.role ?? null;
  const permissions = role ? permissionsOf(role) : [];
  const isCloud = actor.cloudRole !== null;
  const vdcItems = vdc ? allowed(vdcCandidates(vdc.vdcId, isCloud), permissions) : [];
  const sections: NavSection[] = [
    { id: "first", label: null, items: [HOME, ...warningsItem(actor, vdc, permissions)] },
    { id: "virtual", label: "Virtual", items: isCloud ? allowed(CLOUD_VIRTUAL, permissions) : [] },
    { id: "vdc", label: vdc?.vdcName ?? null, items: vdcItems },
    {
      id: "physical",
      label: "Physical",
      items: allowed(isCloud ? CLOUD_PHYSICAL : OWN_PHYSICAL, permissions),
    },
    {
      id: "manage",
      label: "Manage",
      items: [...(isCloud ? allowed(CLOUD_MANAGE, permissions) : []), SETTINGS, HELP],
    },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** The vDC an address is about; null when it is about none. */
export function vdcIdIn(pathname: string): string | null {
  return /^\/vdcs\/([^/]+)/.exec(pathname)?.[1] ?? null;
}

/** The one in the address, else the person's first; people of the cloud have none until they open one. */
export function currentVdc(actor: ShellActor, pathname: string): ShellVdc | null {
  const vdcId = vdcIdIn(pathname);
  const own = actor.vdcs.find((vdc) => vdc.vdcId === vdcId);
  if (own) return own;
  if (!actor.cloudRole) return actor.vdcs[0] ?? null;
  return vdcId ? { vdcId, vdcName: "This vDC", role: null } : null;
}

/** The one entry that is the page shown or leads nearest to it; Home leads to nothing but itself. */
export function currentHref(sections: readonly NavSection[], pathname: string): string | null {
  const leading = sections
    .flatMap(({ items }) => items.map(({ href }) => href))
    .filter((href) => pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)));
  return leading.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
