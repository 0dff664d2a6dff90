import type { Db } from "#db/client.ts";
import { listNamedAddresses } from "#db/queries/address-import.ts";
import { listDelegations } from "#db/queries/delegation.ts";
import { listNetworks } from "#db/queries/network.ts";
import type { Grant, Scope } from "#server/domain/access.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import { addressCells, addressObject } from "#server/domain/import/address-row.ts";
import { delegationCells, delegationObject } from "#server/domain/import/delegation-row.ts";
import { type Exported, exportFileName, formatFile, matchesFilter } from "#server/domain/import/export.ts";
import type { ExportInput } from "#server/domain/import/import-input.ts";
import { networkCells, networkObject } from "#server/domain/import/network-row.ts";
import { requireVdc } from "../vdc.ts";

/** A file of the shape that importing takes; imported where it came from it changes nothing. */
export async function exportFile(
  db: Db,
  { scope }: Grant<"network:read", Scope>,
  { noun, format, filter }: ExportInput,
  now: Date,
): Promise<{ fileName: string; text: string }> {
  const vdcName = scope.vdcId === null ? null : (await requireVdc(db, scope)).name;
  const exported = (await listExported(db, scope, noun)).filter((row) => matchesFilter(row, filter));
  return { fileName: exportFileName(noun, vdcName, format, now), text: formatFile(noun, format, exported) };
}

async function listExported(db: Db, scope: Scope, noun: ExportInput["noun"]): Promise<Exported[]> {
  switch (noun) {
    case "networks":
      return (await listNetworks(db, scope)).map((network) => ({
        cells: [networkCells(network)],
        object: networkObject(network),
      }));
    case "delegations":
      return (await listDelegations(db, scope)).map(({ vdcName, delegation }) => {
        const row = { vdcName, delegation: canonicalDraft(delegation) };
        return { cells: delegationCells(row), object: delegationObject(row) };
      });
    case "addresses":
      return (await listNamedAddresses(db, scope)).map((address) => ({
        cells: [addressCells(address)],
        object: addressObject(address),
      }));
  }
}
