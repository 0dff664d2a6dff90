import { Route } from "lucide-react";
import Link from "next/link";
import { formatPathEnd } from "#server/domain/mesh-path/path-end.ts";
import { pathHref } from "./path-words.ts";

export type PathFromProps = {
  vnic: { vmUuid: string; vmAlias: string; interfaceName: string };
  /** null: for people of the cloud. */
  vdcId: string | null;
};

/** Leads to the path finder with this vNIC as its first end. */
export function PathFrom({ vnic: { vmUuid, vmAlias, interfaceName }, vdcId }: PathFromProps) {
  const from = formatPathEnd({ kind: "vm", vmUuid, interfaceName });
  return (
    <Link
      href={pathHref({ from }, vdcId)}
      prefetch={false}
      aria-label={`Path from here, ${interfaceName} of ${vmAlias || vmUuid}`}
      className="inline-flex items-center gap-1 rounded-sm text-accent-ink hover:underline"
    >
      <Route aria-hidden className="size-3.5" /> from here
    </Link>
  );
}
