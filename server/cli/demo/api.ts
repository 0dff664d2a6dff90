import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/root.ts";

/** Signs in over HTTP as a browser would; the answer speaks for that person. */
export async function signIn(origin: string, userName: string, password: string) {
  const response = await fetch(`${origin}/api/auth/sign-in/username`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ username: userName, password }),
  });
  if (!response.ok) throw new Error(`Signing in as ${userName} failed: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((header) => header.split(";")[0])
    .join("; ");
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/api/trpc`, transformer: superjson, headers: { cookie, origin } })],
  });
}

/** Waits until the server answers; false when it does not within the limit. */
export async function isAnswering(origin: string, secondsMax: number): Promise<boolean> {
  const deadline = performance.now() + secondsMax * 1000;
  while (performance.now() < deadline) {
    const answer = await fetch(`${origin}/api/health`).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
