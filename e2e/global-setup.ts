import { refreshFleet } from "./first-refresh.ts";
import { startStack } from "./stack.ts";

export default async function globalSetup() {
  const { stack, stop } = await startStack();
  try {
    await refreshFleet(stack);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env["OVERMESH_JOURNEYS"] = JSON.stringify(stack);
  return stop;
}
