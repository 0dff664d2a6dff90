import { overmesh } from "#server/main.ts";
import { loadActor } from "#server/services/actor.ts";
import type { Context } from "./context.ts";

/** Who asks, and everything a procedure needs to answer. */
export async function contextOf(headers: Headers): Promise<Context> {
  const {
    db,
    auth,
    authSettings,
    events,
    refreshQueue,
    settings,
    mesh,
    warnings,
    ssh,
    databaseKind,
    outlet,
  } = await overmesh();
  const actor = await loadActor(db, auth, headers, authSettings.trustedProxyCount);
  return { db, events, refreshQueue, settings, mesh, warnings, ssh, databaseKind, outlet, actor };
}
