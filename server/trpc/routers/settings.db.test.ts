import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor, CloudRole, VdcRole } from "#server/domain/access.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { settingsRouter } from "./settings.ts";

const callerOf = createCaller(router({ settings: settingsRouter }));
const settings = settingsWith({
  refreshIntervalSeconds: 300,
  vxlanRestSeconds: 86_400,
  publicAddressExceptions: ["192.0.2.0/24"],
});

describeOnEachDatabase("the installation's settings", (on) => {
  const as = (actor: Actor | null) =>
    callerOf(contextOf(on.db, actor, { settings, databaseKind: "embedded" }));

  it.each<CloudRole>(["operator", "auditor"])("tell an %s all of them and nothing else", async (role) => {
    expect(await as(cloudActor(role)).settings.get()).toEqual({
      ...settings,
      databaseKind: "embedded",
    });
  });

  it.each<VdcRole>(["network-admin", "viewer"])("are not found by a %s", async (role) => {
    await expect(as(vdcActor(randomUUID(), role)).settings.get()).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("are for nobody who has not signed in", async () => {
    await expect(as(null).settings.get()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
