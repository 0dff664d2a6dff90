import { overmesh } from "./main.ts";

const STOP_SECONDS_MAX = 10;

/** Starts, or ends the process with one sentence for whoever started it. */
export async function startProcess(): Promise<void> {
  try {
    const running = await overmesh();
    const stop = () => {
      setTimeout(() => process.exit(1), STOP_SECONDS_MAX * 1000).unref();
      void running.stop().finally(() => process.exit(0));
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
