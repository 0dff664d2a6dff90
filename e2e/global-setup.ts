import { startStack } from "./stack.ts";

export default async function globalSetup() {
  const { stack, stop } = await startStack();
  process.env["OVERMESH_JOURNEYS"] = JSON.stringify(stack);
  return stop;
}
