"use client";

import { useRouter } from "next/navigation";
import { Combobox } from "../ui/combobox.tsx";
import type { ShellVdc } from "./navigation.ts";

const ROLE_WORDS = { "network-admin": "Network admin", viewer: "Viewer" } as const;

export type VdcSwitcherProps = {
  vdcs: readonly ShellVdc[];
  current: ShellVdc | null;
  onNavigate?: () => void;
};

/** For people with several vDCs; with one there is nothing to choose. */
export function VdcSwitcher({ vdcs, current, onNavigate }: VdcSwitcherProps) {
  const router = useRouter();
  if (vdcs.length < 2) return null;
  return (
    <Combobox
      aria-label="vDC"
      placeholder="Choose a vDC"
      searchPlaceholder="Find a vDC"
      emptyText="No vDC of this name."
      value={current?.vdcId}
      onValueChange={(vdcId) => {
        router.push(`/vdcs/${vdcId}/networks`);
        onNavigate?.();
      }}
      options={vdcs.map(({ vdcId, vdcName, role }) => ({
        value: vdcId,
        label: vdcName,
        ...(role ? { description: ROLE_WORDS[role] } : {}),
      }))}
    />
  );
}
