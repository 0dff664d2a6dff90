import { expect, it } from "vitest";
import { updateUser } from "#db/queries/user.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addMember, createPerson, createUnrestrictedVdc } from "#db/testing/factories.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import type { LiveEvent } from "#server/domain/live-event.ts";
import { eventsFor } from "./live.ts";

describeOnEachDatabase("the live stream", (on) => {
  it("tells a member of their own vDCs only, by the roles they have when it happens, and ends when they are disabled", async () => {
    const [own, other] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    const person = await createPerson(on.db);
    await addMember(on.db, own.id, person.id, "viewer");
    const events = new EventBus();
    const about = (vdcId: string | null, id: string): LiveEvent => ({ topic: "network", id, vdcId });
    const stream = eventsFor({ db: on.db, events }, person.id, undefined);

    const next = stream.next();
    for (const event of [about(null, "cloud"), about(other.id, "foreign"), about(own.id, "own")]) {
      events.receive(JSON.stringify(event));
    }
    expect((await next).value).toEqual(about(own.id, "own"));

    await addMember(on.db, other.id, person.id, "viewer");
    events.receive(JSON.stringify(about(other.id, "no longer foreign")));
    expect((await stream.next()).value).toEqual(about(other.id, "no longer foreign"));

    await updateUser(on.db, person.id, { disabledAt: new Date() });
    events.receive(JSON.stringify(about(own.id, "too late")));
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
