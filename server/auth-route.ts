import { handleAuthRequest } from "./adapters/auth/handler.ts";
import { overmesh } from "./main.ts";

/** Answers one request under /api/auth. */
export async function answerAuthRequest(request: Request): Promise<Response> {
  const { auth, authSettings } = await overmesh();
  return handleAuthRequest(auth, authSettings, request);
}
