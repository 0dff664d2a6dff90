import type { Database, Db } from "#db/client.ts";
import type { EventBus } from "#server/adapters/events/event-bus.ts";
import type { Actor } from "#server/domain/access.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { MeshSource } from "#server/services/mesh/mesh-source.ts";
import type { Outlet } from "#server/services/notification/outlet.ts";
import type { RefreshQueue } from "#server/services/refresh-queue.ts";

/** What a procedure is given; made for each request. */
export type Context = {
  db: Db;
  events: EventBus;
  refreshQueue: RefreshQueue;
  settings: Settings;
  /** The mesh kept in this process; absent where none is, as in tests. */
  mesh?: MeshSource;
  /** What tells people and programs; absent where nobody is told, as in tests. */
  outlet?: Outlet;
  /** Line for a node's authorized_keys; absent where no node is asked, as in tests. */
  sshPublicKey?: string;
  databaseKind?: Database["kind"];
  /** null: nobody is signed in. */
  actor: Actor | null;
};
