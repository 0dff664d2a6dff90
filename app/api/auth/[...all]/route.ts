import { handleAuthRequest } from "#server/adapters/auth/handler.ts";
import { overmesh } from "#server/main.ts";

export async function POST(request: Request): Promise<Response> {
  const { auth, authSettings } = await overmesh();
  return handleAuthRequest(auth, authSettings, request);
}
