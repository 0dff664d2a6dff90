import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import type { Actor, CloudRole, VdcRole } from "#server/domain/access.ts";
import { createCaller, router } from "../init.ts";
import { settingsRouter } from "./settings.ts";

const callerOf = createCaller(router({ settings: settingsRouter }));
const settings = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 300,
  vxlanRestSeconds: 86_400,
  publicAddressExceptions: ["192.0.2.0/24"],
  isDemoFleet: false,
};

describeOnEachDatabase("the installation's settings", (on) => {
  const as = (actor: Actor | null) =>
    callerOf({
      db: on.db,
      events: new EventBus(),
      refreshQueue: { enqueue: async () => undefined },
      settings,
      databaseKind: "embedded",
      actor,
    });

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
