import type { NetworkDraft } from "#server/domain/network/draft.ts";

type Access = NetworkDraft["access"];

export const ACCESS_WORDS = {
  public: { label: "Public", description: "Every member of the vDC may put VMs on it." },
  private: { label: "Private", description: "Its network admins and its owner may." },
  deleted: { label: "Deleted", description: "Hidden, but kept for the VMs that still use it." },
} as const satisfies Record<Access, unknown>;
