"use client";

import { useQuery } from "@tanstack/react-query";
import { sshEndpoint } from "../node/node-words.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";

/** Radix takes no empty value; PDC names are behind a prefix, so that none can mean this. */
const BY_ITS_PDC = "by-its-pdc";

type Props = {
  label: string;
  help: string;
  value: string | null;
  onChange: (pdcName: string | null) => void;
  error?: string | undefined;
  /** Shown also where there is nothing to choose. */
  isAlwaysShown?: boolean;
};

/** Which jump host leads to a node; nothing where there is none. */
export function JumpHostSelect({ label, help, value, onChange, error, isAlwaysShown = false }: Props) {
  const { data: jumpHosts = [] } = useQuery(useTRPC().jumpHost.list.queryOptions());
  if (jumpHosts.length === 0 && !isAlwaysShown) return null;
  return (
    <Field label={label} help={help} error={error}>
      <Select
        value={value === null ? BY_ITS_PDC : `pdc:${value}`}
        onValueChange={(chosen) => onChange(chosen === BY_ITS_PDC ? null : chosen.slice("pdc:".length))}
        options={[
          { value: BY_ITS_PDC, label: "Directly, or as its PDC is reached" },
          ...jumpHosts.map((jumpHost) => ({
            value: `pdc:${jumpHost.pdcName}`,
            label: `Jump host of ${jumpHost.pdcName}`,
            description: jumpHost.isConfirmed
              ? `${jumpHost.username}@${sshEndpoint(jumpHost)}`
              : "Its own key is not confirmed yet; until then no node is reached through it.",
          })),
        ]}
      />
    </Field>
  );
}
