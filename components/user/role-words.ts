import type { CloudRole, VdcRole } from "#server/domain/access.ts";

export const CLOUD_ROLE_WORDS: Record<CloudRole, { label: string; description: string }> = {
  operator: { label: "Operator", description: "May do everything, in every vDC." },
  auditor: { label: "Auditor", description: "Reads everything an operator reads and changes nothing." },
};

export const VDC_ROLE_WORDS: Record<VdcRole, { label: string; description: string }> = {
  "network-admin": {
    label: "Network admin",
    description: "Defines the vDC's networks and adds viewers.",
  },
  viewer: { label: "Viewer", description: "Reads what the network admins see." },
};

/** Choices of a form; "none" stands for no role in the whole cloud. */
export const CLOUD_ROLE_OPTIONS = [
  {
    value: "none" as const,
    label: "No role in the cloud",
    description: "Sees only the vDCs they are made a member of.",
  },
  { value: "auditor" as const, ...CLOUD_ROLE_WORDS.auditor },
  { value: "operator" as const, ...CLOUD_ROLE_WORDS.operator },
];

export const VDC_ROLE_OPTIONS = [
  { value: "network-admin" as const, ...VDC_ROLE_WORDS["network-admin"] },
  { value: "viewer" as const, ...VDC_ROLE_WORDS.viewer },
];
