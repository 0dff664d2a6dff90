import { AuditPage } from "#server/domain/audit-filter.ts";
import { listAudit, listSubjectKinds } from "#server/services/audit.ts";
import { cloudProcedure, router } from "../init.ts";

export const auditRouter = router({
  list: cloudProcedure("audit:read")
    .input(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx.db, ctx.grant, input)),

  listSubjectKinds: cloudProcedure("audit:read").query(({ ctx }) => listSubjectKinds(ctx.db, ctx.grant)),
});
