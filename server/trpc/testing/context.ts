import type { Db } from "#db/client.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import type { Actor } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { Context } from "../context.ts";

/** Settings under which ids rest no time and nothing is refreshed by itself; each test names what it is about. */
export function settingsWith(own: Partial<Settings> = {}): Settings {
  return {
    staleAfterSeconds: 900,
    refreshIntervalSeconds: 0,
    vxlanRestSeconds: 0,
    publicAddressExceptions: [],
    isDemoFleet: false,
    ...own,
  };
}

/** What a request by `actor` comes with (null: nobody signed in); the refreshes it orders are taken up by nobody. */
export function contextOf(
  db: Db,
  actor: Actor | null,
  own: Partial<Omit<Context, "db" | "actor">> = {},
): Context {
  return {
    db,
    events: new EventBus(),
    refreshQueue: { enqueue: async () => undefined },
    settings: settingsWith(),
    ...own,
    actor,
  };
}

/** The refusal of a request that has to be refused. */
export async function refusalOf(answer: Promise<unknown>): Promise<DomainError> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof DomainError) return error.cause;
    throw error;
  }
  throw new Error("The request was not refused.");
}
