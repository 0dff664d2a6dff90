import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { username } from "better-auth/plugins/username";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, UserName } from "#server/domain/user.ts";
import { CLIENT_ADDRESS_HEADER } from "./client-address.ts";

export const SESSION_SECONDS = 12 * 60 * 60;
export const SIGN_IN_PATH = "/sign-in/username";
export const BODY_BYTES_MAX = 4096;

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
  /** A fault of ours, for the log. */
  report(message: string, details: unknown[]): void;
};

export const LOCKED_CODE = "NAME_LOCKED";

const wrong = () => new APIError("UNAUTHORIZED", { message: "The name or the password is wrong." });
const locked = () =>
  new APIError("TOO_MANY_REQUESTS", { code: LOCKED_CODE, message: "This name is locked." });

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
    // Refusals are no faults. At the levels "warn" and "error" the library would write them past `log`.
    logger: {
      level: "info",
      log: (level, message, ...details) => {
        if (level === "error") policy.report(message, details);
      },
    },
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
      username({
        displayUsername: false,
        usernameValidator: (name) => UserName.safeParse(name).success,
        usernameNormalization: foldName,
        // The validator's own limits are the ones that hold.
        minUsernameLength: 1,
        maxUsernameLength: BODY_BYTES_MAX,
      }),
    ],
  });
}

/** The name as it is stored and counted. */
export function foldName(name: string): string {
  return name.trim().toLowerCase();
}

export type Auth = ReturnType<typeof createAuth>;
