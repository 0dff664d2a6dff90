const UNREACHABLE = "The server could not be reached; check the connection and try again.";

/** The sentence to show, or null once there is a session. */
export async function signIn(username: string, password: string): Promise<string | null> {
  try {
    const response = await fetch("/api/auth/sign-in/username", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    return response.ok ? null : messageOf(await response.json().catch(() => null));
  } catch {
    return UNREACHABLE;
  }
}

function messageOf(answer: unknown): string {
  return typeof answer === "object" &&
    answer !== null &&
    "message" in answer &&
    typeof answer.message === "string"
    ? answer.message
    : UNREACHABLE;
}
