import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { username } from "better-auth/plugins/username";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#server/domain/user.ts";
import { CLIENT_ADDRESS_HEADER } from "./client-address.ts";

export const SESSION_SECONDS = 12 * 60 * 60;
const SIGN_IN_PATH = "/sign-in/username";
const NAME_LENGTH_MAX = 256;

export type AuthSettings = {
  /** Origin of the pages, e.g. `https://overmesh.example.org`; https makes cookies Secure. */
  url: string;
  secret: string;
  trustedProxyCount: number;
};

/** What signing in needs to know about people; kept by the caller. */
export type SignInPolicy = {
  /** Counts an attempt before its password is looked at; false when the name is locked. */
  admit(name: string): Promise<boolean>;
  succeeded(name: string): Promise<void>;
  isDisabled(userId: string): Promise<boolean>;
};

const wrong = () =>
  new APIError("UNAUTHORIZED", { code: "WRONG", message: "The name or the password is wrong." });
const locked = () =>
  new APIError("TOO_MANY_REQUESTS", {
    code: "LOCKED",
    message: "Too many failed attempts for this name; wait 15 minutes and try again.",
  });

function nameIn(body: unknown): string {
  return typeof body === "object" && body !== null && "username" in body && typeof body.username === "string"
    ? body.username
    : "";
}

/** Name and password only, sessions in the database, no sign-up. */
export function createAuth(
  database: BetterAuthOptions["database"],
  settings: AuthSettings,
  policy: SignInPolicy,
) {
  const areClientsTold = settings.trustedProxyCount > 0;
  return betterAuth({
    appName: "Overmesh",
    baseURL: settings.url,
    basePath: "/api/auth",
    secret: settings.secret,
    trustedOrigins: [settings.url],
    database,
    telemetry: { enabled: false },
    logger: { level: "error" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // Without a known client address everybody shares one count, so it only bounds the work that hashing makes.
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: areClientsTold ? 120 : 1200,
      customRules: {
        [SIGN_IN_PATH]: { window: 60, max: areClientsTold ? 20 : 120 },
        "/change-password": { window: 60, max: areClientsTold ? 5 : 30 },
      },
    },
    advanced: {
      cookiePrefix: "overmesh",
      useSecureCookies: settings.url.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: "uuid" },
    },
    databaseHooks: {
      session: {
        create: {
          // Reached with the right password only; the words are those for a wrong one.
          before: async ({ userId }) => {
            if (await policy.isDisabled(userId)) throw wrong();
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async ({ path, body }) => {
        if (path === SIGN_IN_PATH && !(await policy.admit(nameIn(body)))) throw locked();
      }),
      after: createAuthMiddleware(async ({ path, body, context }) => {
        if (path === SIGN_IN_PATH && context.newSession) await policy.succeeded(nameIn(body));
      }),
    },
    plugins: [
      // A name that nobody can have is answered like one that nobody has.
      username({
        displayUsername: false,
        minUsernameLength: 1,
        maxUsernameLength: NAME_LENGTH_MAX,
        usernameValidator: () => true,
        usernameNormalization: foldName,
      }),
    ],
  });
}

/** The name as it is stored and counted. */
export function foldName(name: string): string {
  return name.trim().toLowerCase();
}

export type Auth = ReturnType<typeof createAuth>;
