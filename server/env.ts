import * as z from "zod";
import { isAddressCidr } from "./domain/notification/outside-address.ts";
import { Password, UserName } from "./domain/user.ts";

const EXAMPLE_SECRETS = ["change-me", "changeme", "secret", "password", "postgres", "overmesh"];
const DEVELOPMENT_SECRET = "only-for-development-0123456789-abcdefghij";
const SECRET_LENGTH_MIN = 32;

/** `.env` files and shells leave `NAME=` behind: an empty value is an unset one. */
const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);
const setting = <T extends z.ZodType>(schema: T) => z.preprocess(unsetWhenEmpty, schema);

const wholeNumber = (name: string, unset: number, min: number, max: number) => {
  const error = `${name} must be a whole number from ${min} to ${max}.`;
  return setting(
    z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(unset),
  );
};
const yesOrNo = (name: string) =>
  setting(
    z
      .enum(["true", "false", "1", "0"], { error: `${name} must be true or false.` })
      .default("false")
      .transform((value) => value === "true" || value === "1"),
  );
const cidrList = (cidr: z.ZodType<string, string>) =>
  setting(
    z
      .string()
      .default("")
      .transform((list) =>
        list
          .split(",")
          .map((text) => text.trim())
          .filter((text) => text !== ""),
      )
      .pipe(z.array(cidr)),
  );
const isHttpOrigin = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && /^\/?$/.test(new URL(value).pathname);

const Environment = z.object({
  NODE_ENV: setting(z.enum(["production", "development", "test"]).default("development")),
  PORT: wholeNumber("PORT", 3000, 1, 65535),
  /** Address to listen on. */
  HOST: setting(z.string().default("0.0.0.0")),
  LOG_LEVEL: setting(
    z
      .enum(["debug", "info", "warn", "error", "silent"], {
        error: "LOG_LEVEL must be debug, info, warn, error or silent.",
      })
      .default("info"),
  ),
  OVERMESH_URL: setting(
    z
      .string()
      .refine(isHttpOrigin, {
        error:
          "OVERMESH_URL must be an http or https address without a path, for example https://overmesh.example.org.",
      })
      .transform((value) => new URL(value).origin)
      .optional(),
  ),
  OVERMESH_SECRET: setting(z.string().optional()),
  OVERMESH_OPERATOR_NAME: setting(UserName.optional()),
  OVERMESH_OPERATOR_PASSWORD: setting(Password.optional()),
  TRUST_PROXY: wholeNumber("TRUST_PROXY", 0, 0, 10),
  DATABASE_URL: setting(
    z
      .string()
      .refine((value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol), {
        error:
          "DATABASE_URL must be a PostgreSQL address, for example postgresql://overmesh:…@db.example.org/overmesh.",
      })
      .optional(),
  ),
  OVERMESH_DATA_FOLDER: setting(z.string().default(".data")),
  OVERMESH_SSH_KEY: setting(
    z
      .string()
      .transform((text) => text.replaceAll("\\n", "\n"))
      .optional(),
  ),
  OVERMESH_SSH_KEY_FILE: setting(z.string().optional()),
  OVERMESH_SSH_AGENT_KEY: setting(
    z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, {
        error: "OVERMESH_SSH_AGENT_KEY must be a key's fingerprint, for example what `ssh-add -l` prints.",
      })
      .optional(),
  ),
  SSH_AUTH_SOCK: setting(z.string().optional()),
  OVERMESH_STALE_AFTER_SECONDS: wholeNumber("OVERMESH_STALE_AFTER_SECONDS", 900, 10, 604_800),
  OVERMESH_REFRESH_INTERVAL_SECONDS: wholeNumber("OVERMESH_REFRESH_INTERVAL_SECONDS", 300, 0, 604_800),
  OVERMESH_FACTS_KEPT_DAYS: wholeNumber("OVERMESH_FACTS_KEPT_DAYS", 30, 1, 3650),
  OVERMESH_FACTS_KEPT_PER_NODE: wholeNumber("OVERMESH_FACTS_KEPT_PER_NODE", 1000, 1, 1_000_000),
  OVERMESH_VXLAN_REST_SECONDS: wholeNumber("OVERMESH_VXLAN_REST_SECONDS", 86_400, 0, 31_536_000),
  OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS: cidrList(
    z.cidrv4({ error: "OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS must be IPv4 CIDRs separated by commas." }),
  ),
  OVERMESH_NODE_ADDRESS_EXCEPTIONS: cidrList(
    z.union([z.cidrv4(), z.cidrv6()], {
      error: "OVERMESH_NODE_ADDRESS_EXCEPTIONS must be CIDRs separated by commas.",
    }),
  ),
  OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS: setting(
    z
      .string()
      .default("")
      .transform((list) =>
        list
          .split(",")
          .map((cidr) => cidr.trim())
          .filter((cidr) => cidr !== ""),
      )
      .refine((cidrs) => cidrs.every(isAddressCidr), {
        error: "OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS must be IPv4 or IPv6 CIDRs separated by commas.",
      }),
  ),
  OVERMESH_SMTP_URL: setting(
    z
      .string()
      .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), {
        error: "OVERMESH_SMTP_URL must be an smtp or smtps address, for example smtp://mail.example.org:587.",
      })
      .optional(),
  ),
  OVERMESH_MAIL_FROM: setting(
    z
      .string()
      .max(320)
      .regex(/^[^\p{Cc}]*[^\s@<]+@[^\s@>]+>?$/u, {
        error: "OVERMESH_MAIL_FROM must be an e-mail address, for example Overmesh <overmesh@example.org>.",
      })
      .optional(),
  ),
  OVERMESH_METRICS_TOKEN: setting(
    z.string().min(16, { error: "OVERMESH_METRICS_TOKEN must have at least 16 characters." }).optional(),
  ),
  OVERMESH_APPLY_TOKEN: setting(
    z.string().min(16, { error: "OVERMESH_APPLY_TOKEN must have at least 16 characters." }).optional(),
  ),
  OVERMESH_DEMO_FLEET: yesOrNo("OVERMESH_DEMO_FLEET"),
});

type Environment = z.infer<typeof Environment>;
/** The whole configuration; nothing in it is a default that would be unsafe in production. */
export type Env = Environment & { OVERMESH_URL: string; OVERMESH_SECRET: string };

/** One sentence for each thing that is wrong; for the person who starts the server. */
export class EnvError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"));
    this.name = "EnvError";
    this.sentences = sentences;
  }
}

function isExample(secret: string): boolean {
  const folded = secret.toLowerCase();
  return secret === DEVELOPMENT_SECRET || EXAMPLE_SECRETS.includes(folded) || folded.startsWith("change-me");
}

function secretSentence(secret: string | undefined): string | null {
  const advice = "for example what `openssl rand -base64 32` prints.";
  if (secret === undefined) return `Set OVERMESH_SECRET to a random secret, ${advice}`;
  if (isExample(secret)) return `OVERMESH_SECRET is an example value; set a random secret, ${advice}`;
  return secret.length < SECRET_LENGTH_MIN || new Set(secret).size < 10
    ? `OVERMESH_SECRET is too easy to guess; set at least ${SECRET_LENGTH_MIN} random characters, ${advice}`
    : null;
}

function productionSentences(parsed: Environment): string[] {
  const sentences: (string | null)[] = [secretSentence(parsed.OVERMESH_SECRET)];
  if (!parsed.OVERMESH_URL) {
    sentences.push(
      "Set OVERMESH_URL to the address people open in their browser, for example https://overmesh.example.org.",
    );
  }
  if (parsed.OVERMESH_OPERATOR_PASSWORD && isExample(parsed.OVERMESH_OPERATOR_PASSWORD)) {
    sentences.push("OVERMESH_OPERATOR_PASSWORD is an example value; set one of your own.");
  }
  if (parsed.DATABASE_URL && isExample(decodeURIComponent(new URL(parsed.DATABASE_URL).password))) {
    sentences.push("The password in DATABASE_URL is an example value; set one of your own.");
  }
  return sentences.filter((sentence) => sentence !== null);
}

function operatorSentences({
  OVERMESH_OPERATOR_NAME: name,
  OVERMESH_OPERATOR_PASSWORD: password,
}: Environment) {
  return (name === undefined) === (password === undefined)
    ? []
    : ["Set OVERMESH_OPERATOR_NAME and OVERMESH_OPERATOR_PASSWORD together or neither of them."];
}

function mailSentences({ OVERMESH_SMTP_URL: smtpUrl, OVERMESH_MAIL_FROM: from }: Environment) {
  return (smtpUrl === undefined) === (from === undefined)
    ? []
    : ["Set OVERMESH_SMTP_URL and OVERMESH_MAIL_FROM together or neither of them."];
}

function sshKeySentences(parsed: Environment): string[] {
  const { OVERMESH_SSH_KEY, OVERMESH_SSH_KEY_FILE, OVERMESH_SSH_AGENT_KEY, SSH_AUTH_SOCK } = parsed;
  const given = [OVERMESH_SSH_KEY, OVERMESH_SSH_KEY_FILE, OVERMESH_SSH_AGENT_KEY].filter(Boolean);
  const sentences = [];
  if (given.length > 1)
    sentences.push("Set only one of OVERMESH_SSH_KEY, OVERMESH_SSH_KEY_FILE and OVERMESH_SSH_AGENT_KEY.");
  if (OVERMESH_SSH_AGENT_KEY && !SSH_AUTH_SOCK)
    sentences.push("OVERMESH_SSH_AGENT_KEY needs SSH_AUTH_SOCK, the socket of an SSH agent.");
  return sentences;
}

function sentenceOf({ path, message }: z.core.$ZodIssue): string {
  const name = String(path[0]);
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** Throws `EnvError` with everything that is wrong at once. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = Environment.safeParse(source);
  if (!result.success) throw new EnvError([...new Set(result.error.issues.map(sentenceOf))]);
  const parsed = result.data;
  const sentences = [
    ...(parsed.NODE_ENV === "production" ? productionSentences(parsed) : []),
    ...operatorSentences(parsed),
    ...mailSentences(parsed),
    ...sshKeySentences(parsed),
  ];
  if (sentences.length > 0) throw new EnvError(sentences);
  return {
    ...parsed,
    OVERMESH_URL: parsed.OVERMESH_URL ?? `http://localhost:${parsed.PORT}`,
    OVERMESH_SECRET: parsed.OVERMESH_SECRET ?? DEVELOPMENT_SECRET,
  };
}

let parsedOnce: Env | null = null;

/** Parsed at first use and never while a module loads: the build loads modules without a configuration. */
export function env(): Env {
  parsedOnce ??= parseEnv(process.env);
  return parsedOnce;
}
