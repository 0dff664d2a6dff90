import { expect, it } from "vitest";
import { listAuditEvents, recordChange } from "./queries/audit.ts";
import { describeOnEachDatabase } from "./testing/database.ts";
import { cloudActor } from "./testing/actor.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { sql } from "drizzle-orm";

describeOnEachDatabase("the database", (on) => {
  it("keeps an audit event only when the change it belongs to is kept", async () => {
    const { scope } = authorizeCloud(cloudActor(), "audit:read");
    const change = {
      actor: null,
      action: "test",
      subjectKind: "test",
      subjectId: "1",
      subjectName: "one",
      vdcId: null,
      before: null,
      after: { a: 1 },
    };
    await expect(
      on.db.transaction(async (tx) => {
        await recordChange(tx, change);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await listAuditEvents(on.db, scope, { limit: 10 })).toHaveLength(0);
    await recordChange(on.db, change);
    expect(await listAuditEvents(on.db, scope, { limit: 10 })).toMatchObject([
      { actorName: "Overmesh", after: { a: 1 } },
    ]);
  });

  it("delivers a notification once it is committed", async () => {
    const heard = new Promise<string>((resolve) => {
      void on.database
        .listen("test", resolve)
        .then(() => on.db.execute(sql`select pg_notify('test', 'hello')`));
    });
    expect(await heard).toBe("hello");
  });
});

describeOnEachDatabase("a connection that the server ends", (on) => {
  it("fails whoever uses it, and the process goes on with another", async () => {
    if (on.database.kind === "embedded") return;
    const ended = on.db.transaction(async (tx) => {
      const { rows } = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as {
        rows: { pid: number }[];
      };
      await on.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
      await tx.execute(sql`select 1`);
    });
    await expect(ended).rejects.toThrow(/query/);
    await on.db.execute(sql`select 1`);
  });
});
