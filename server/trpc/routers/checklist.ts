import { ChecklistQuery } from "#server/domain/checklist/checklist-query.ts";
import { NodeRef } from "#server/domain/node-enrolment.ts";
import { readChecklist, readChecklistOfNode } from "#server/services/checklist.ts";
import { cloudProcedure, router } from "../init.ts";

export const checklistRouter = router({
  list: cloudProcedure("node:read")
    .input(ChecklistQuery)
    .query(({ ctx, input }) => readChecklist(ctx, ctx.grant, input, new Date())),

  ofNode: cloudProcedure("node:read")
    .input(NodeRef)
    .query(({ ctx, input }) => readChecklistOfNode(ctx, ctx.grant, input.nodeId, new Date())),
});
