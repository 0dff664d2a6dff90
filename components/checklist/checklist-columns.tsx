import {
  type NodeChecklist,
  REQUIREMENT_CODES,
  REQUIREMENT_TITLES,
  type RequirementCode,
} from "#server/domain/checklist/requirement.ts";
import { Badge } from "../ui/badge.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";
import { OUTCOME_WORDS, OutcomeGlyph } from "./outcome-glyph.tsx";

function requirementOf({ requirements }: NodeChecklist, code: RequirementCode) {
  return requirements.find((requirement) => requirement.code === code);
}

/** Short, so that all of them are seen side by side. */
const HEADERS: Record<RequirementCode, string> = {
  "facts-fresh": "Facts",
  "pdc-name": "Name",
  "admin-reach": "Admin",
  "rules-live": "Rules",
  "external-tag": "Tag",
  "external-address": "Address",
  "default-route": "Route",
  "clear-text-guard": "Guard",
  "ipsec-policies": "Policies",
  "ipsec-keys": "Keys",
};

/** A glyph each; the file that is exported has the words, the evidence and its time. */
function requirementColumn(code: RequirementCode): DataColumn<NodeChecklist> {
  return {
    id: code,
    header: HEADERS[code],
    size: 84,
    enableSorting: false,
    accessorFn: (row) => requirementOf(row, code)?.outcome,
    meta: {
      label: REQUIREMENT_TITLES[code],
      exportValue: (row) => {
        const requirement = requirementOf(row, code);
        if (!requirement) return null;
        const { outcome, sentence, observedAt } = requirement;
        return `${OUTCOME_WORDS[outcome]}: ${sentence}${observedAt ? ` (${observedAt.toISOString()})` : ""}`;
      },
    },
    cell: ({ row: { original } }) => {
      const requirement = requirementOf(original, code);
      if (!requirement) return <Absent />;
      const { outcome, title, sentence } = requirement;
      return <OutcomeGlyph outcome={outcome} title={`${title}: ${OUTCOME_WORDS[outcome]}. ${sentence}`} />;
    },
  };
}

export const CHECKLIST_COLUMNS: readonly DataColumn<NodeChecklist>[] = [
  { accessorKey: "hostname", header: "Node", size: 130, enableSorting: false },
  {
    id: "pdc",
    header: "PDC",
    size: 130,
    enableSorting: false,
    accessorFn: ({ pdcName }) => pdcName ?? "",
    cell: ({ row: { original } }) =>
      original.pdcName === null ? (
        <Absent />
      ) : original.pdcName.trim() === "" ? (
        <Badge tone="caution">No name</Badge>
      ) : (
        original.pdcName
      ),
  },
  ...REQUIREMENT_CODES.map(requirementColumn),
];
