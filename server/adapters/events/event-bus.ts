import { EventEmitter, on } from "node:events";
import { LiveEvent } from "#server/domain/live-event.ts";

const LISTENERS_MAX = 2000;

/** Spreads what the database announced to the streams open in this process. */
export class EventBus {
  readonly #emitter = new EventEmitter().setMaxListeners(LISTENERS_MAX);
  readonly #stopped = new AbortController();

  /** Takes a notification's payload as it came; ignores what is no event. */
  receive(payload: string): void {
    try {
      const event = LiveEvent.safeParse(JSON.parse(payload));
      if (event.success) this.#emitter.emit("event", event.data);
    } catch {
      // Somebody else's payload on the channel is not ours to fail on.
    }
  }

  /** Ends with `signal`, or with the process: an open stream would keep it alive. */
  async *events(signal: AbortSignal | undefined): AsyncGenerator<LiveEvent> {
    const ended = AbortSignal.any([this.#stopped.signal, ...(signal ? [signal] : [])]);
    try {
      for await (const [event] of on(this.#emitter, "event", { signal: ended })) yield LiveEvent.parse(event);
    } catch (error) {
      if (!ended.aborted) throw error;
    }
  }

  stop(): void {
    this.#stopped.abort();
  }
}
