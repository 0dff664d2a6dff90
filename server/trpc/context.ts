import type { Database, Db } from "#db/client.ts";
import type { EventBus } from "#server/adapters/events/event-bus.ts";
import type { Actor } from "#server/domain/access.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { MeshSource } from "#server/services/mesh/mesh-source.ts";
import type { Outlet } from "#server/services/notification/outlet.ts";
import type { RefreshQueue } from "#server/services/refresh-queue.ts";
import type { Ssh } from "#server/services/ssh.ts";
import type { WarningsSource } from "#server/services/warning/kept-warnings.ts";

/** What a procedure is given; made for each request. */
export type Context = {
  db: Db;
  events: EventBus;
  refreshQueue: RefreshQueue;
  settings: Settings;
  /** The mesh kept in this process; absent where none is, as in tests. */
  mesh?: MeshSource;
  /** The warnings kept in this process; absent where none are, as in tests. */
  warnings?: WarningsSource;
  /** What tells people and programs; absent where nobody is told, as in tests. */
  outlet?: Outlet;
  /** What asks compute nodes and jump hosts; absent where none is asked, as in tests. */
  ssh?: Ssh;
  databaseKind?: Database["kind"];
  /** null: nobody is signed in. */
  actor: Actor | null;
};

/** With what services about SSH need beside the database. */
export function withSsh<C extends Pick<Context, "ssh">>({ ssh, ...context }: C): Omit<C, "ssh"> & Ssh {
  if (!ssh) throw new Error("nothing is asked over SSH here");
  return { ...context, ...ssh };
}

/** What tells people and programs. */
export function outletOf({ outlet }: Pick<Context, "outlet">): Outlet {
  if (!outlet) throw new Error("nobody is told here");
  return outlet;
}
