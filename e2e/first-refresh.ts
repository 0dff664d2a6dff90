import { openTestDatabase } from "#db/testing/store.ts";
import { FleetControl } from "./fleet-control.ts";
import type { Stack } from "./stack.ts";

const READ_WITHIN_MILLISECONDS = 180_000;

async function signInCookie(origin: string, userName: string, password: string): Promise<string> {
  const response = await fetch(`${origin}/api/auth/sign-in/username`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ username: userName, password }),
  });
  if (!response.ok) throw new Error(`Signing in failed: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((header) => header.split(";")[0])
    .join("; ");
}

/** Enrols the whole fleet with its keys confirmed and refreshes it twice: the second time nodes probe their peers. */
export async function refreshFleet(stack: Stack): Promise<void> {
  const store = await openTestDatabase(stack.databaseUrl);
  try {
    for (const { name, address, port, hostKeyFingerprint } of await new FleetControl(stack).nodes()) {
      await store.createNode({ hostname: name, sshAddress: address, sshPort: port, hostKeyFingerprint });
    }
    const { userName, password } = await store.createOperator();
    const cookie = await signInCookie(stack.origin, userName, password);
    for (let round = 0; round < 2; round++) {
      const ordered = await fetch(`${stack.origin}/api/trpc/refresh.order`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: stack.origin, cookie },
        body: JSON.stringify({ json: { selection: { kind: "all" } } }),
      });
      if (!ordered.ok) throw new Error(`The first refresh was refused: ${await ordered.text()}`);
      const deadline = performance.now() + READ_WITHIN_MILLISECONDS;
      while ((await store.countRefreshesInFlight()) > 0) {
        if (performance.now() > deadline) throw new Error("The first refresh does not end.");
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  } finally {
    await store.close();
  }
}
