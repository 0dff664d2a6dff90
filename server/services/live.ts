import type { Db } from "#db/client.ts";
import type { EventBus } from "#server/adapters/events/event-bus.ts";
import { isEventFor, type LiveEvent } from "#server/domain/live-event.ts";
import { currentActor } from "./actor.ts";

/** Events for one person. A stream outlives changes of its reader's roles, so each event is judged by those of its moment. */
export async function* eventsFor(
  { db, events }: { db: Db; events: EventBus },
  userId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<LiveEvent> {
  for await (const event of events.events(signal)) {
    const actor = await currentActor(db, userId);
    if (!actor) return;
    if (isEventFor(event, actor)) yield event;
  }
}
