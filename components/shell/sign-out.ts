import { toast } from "../ui/toast-store.ts";

/** Ends the session, and with a full load everything this tab holds of it. */
export async function signOut(): Promise<void> {
  try {
    const response = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    if (!response.ok) throw new Error(response.statusText);
    window.location.assign("/sign-in");
  } catch {
    toast({ tone: "bad", title: "Signing out failed.", description: "Check the connection and try again." });
  }
}
