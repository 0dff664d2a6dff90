import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

const production = {
  NODE_ENV: "production",
  OVERMESH_URL: "https://overmesh.example.org",
  OVERMESH_SECRET: "pR0dUct10n-Zk3v9QwLx7TgYb5NcHs2MfJd",
};

function sentencesOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.sentences;
    throw error;
  }
}

describe("the environment", () => {
  it("needs nothing in development", () => {
    expect(parseEnv({ NODE_ENV: "development", PORT: "3100" })).toMatchObject({
      OVERMESH_URL: "http://localhost:3100",
      TRUST_PROXY: 0,
      OVERMESH_DEMO_FLEET: false,
      OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS: [],
      OVERMESH_NODE_ADDRESS_EXCEPTIONS: [],
    });
  });

  it("takes an empty value for an unset one", () => {
    expect(parseEnv({ DATABASE_URL: "", PORT: "", OVERMESH_SECRET: "" }).PORT).toBe(3000);
  });

  it("starts in production with a secret and an address of its own", () => {
    expect(sentencesOf(production)).toEqual([]);
  });

  it("says everything that production lacks at once", () => {
    expect(sentencesOf({ NODE_ENV: "production" })).toEqual([
      "Set OVERMESH_SECRET to a random secret, for example what `openssl rand -base64 32` prints.",
      "Set OVERMESH_URL to the address people open in their browser, for example https://overmesh.example.org.",
    ]);
  });

  it.each([
    ["OVERMESH_SECRET", "only-for-development-0123456789-abcdefghij"],
    ["OVERMESH_SECRET", "change-me-to-at-least-32-random-characters"],
    ["OVERMESH_SECRET", "short"],
    ["OVERMESH_SECRET", "a".repeat(40)],
    ["DATABASE_URL", "postgresql://overmesh:change-me@db/overmesh"],
    ["DATABASE_URL", "postgresql://postgres:postgres@db/overmesh"],
    ["OVERMESH_OPERATOR_PASSWORD", "change-me-please"],
  ])("refuses to start production when %s is %s", (name, value) => {
    const refused = sentencesOf({ ...production, OVERMESH_OPERATOR_NAME: "root", [name]: value });
    expect(refused.some((sentence) => sentence.includes(name))).toBe(true);
    expect(refused.join(" ")).not.toContain(`${value} `);
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["TRUST_PROXY", "yes"],
    ["LOG_LEVEL", "loud"],
    ["OVERMESH_URL", "overmesh.example.org"],
    ["OVERMESH_URL", "https://example.org/overmesh"],
    ["OVERMESH_URL", "javascript:alert(1)"],
    ["DATABASE_URL", "mysql://db/overmesh"],
    ["OVERMESH_DEMO_FLEET", "maybe"],
    ["OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS", "10.0.0.0/8,everything"],
    ["OVERMESH_NODE_ADDRESS_EXCEPTIONS", "::1/128,localhost"],
    ["OVERMESH_OPERATOR_NAME", "-"],
    ["OVERMESH_OPERATOR_PASSWORD", "short"],
  ])("refuses %s=%s in one sentence that names it", (name, value) => {
    const sentences = sentencesOf({ [name]: value });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(name);
  });

  it("wants the first operator's name and password together", () => {
    expect(sentencesOf({ OVERMESH_OPERATOR_NAME: "root" })).toHaveLength(1);
  });

  it.each<Record<string, string>>([
    { OVERMESH_SMTP_URL: "smtp://mail.example.org" },
    { OVERMESH_SMTP_URL: "https://mail.example.org", OVERMESH_MAIL_FROM: "overmesh@example.org" },
    { OVERMESH_SMTP_URL: "smtp://mail.example.org", OVERMESH_MAIL_FROM: "overmesh" },
    { OVERMESH_SMTP_URL: "smtp://mail.example.org", OVERMESH_MAIL_FROM: "o@example.org\nBcc: a@example.org" },
    { OVERMESH_METRICS_TOKEN: "short" },
    { OVERMESH_APPLY_TOKEN: "short" },
    { OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS: "10.0.0.0/8,everything" },
  ])("refuses %o with one sentence", (source) => {
    expect(sentencesOf(source)).toHaveLength(1);
  });

  it("takes a mail server with its sender, and addresses of both families for webhooks", () => {
    const mail = {
      OVERMESH_SMTP_URL: "smtps://u:p@mail.example.org",
      OVERMESH_MAIL_FROM: "Overmesh <o@example.org>",
    };
    const given = { ...mail, OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS: "10.0.0.0/8, fd00::/8" };
    expect(parseEnv(given)).toMatchObject({
      ...mail,
      OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS: ["10.0.0.0/8", "fd00::/8"],
    });
  });

  it("is complete in .env.example, which starts in development and not in production", () => {
    const lines = readFileSync(".env.example", "utf8").split("\n");
    const shown = lines.flatMap((line) => /^#? ?([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
    const example = Object.fromEntries(
      shown.flatMap((name, at) => (at % 2 === 0 ? [[name, shown[at + 1] ?? ""]] : [])),
    );
    const known = Object.keys(parseEnv({})).filter((name) => name !== "NODE_ENV");
    expect(Object.keys(example).toSorted()).toEqual(
      [...known, ...["DATABASE_URL", "OVERMESH_OPERATOR_NAME", "OVERMESH_OPERATOR_PASSWORD"]]
        .concat("OVERMESH_SSH_KEY_FILE", "OVERMESH_SSH_KEY", "OVERMESH_SSH_AGENT_KEY", "SSH_AUTH_SOCK")
        .concat("OVERMESH_SMTP_URL", "OVERMESH_MAIL_FROM", "OVERMESH_METRICS_TOKEN", "OVERMESH_APPLY_TOKEN")
        .filter((name, at, all) => all.indexOf(name) === at)
        .toSorted(),
    );
    expect(sentencesOf(example)).toEqual([]);
    expect(sentencesOf({ ...example, NODE_ENV: "production" })).not.toEqual([]);
  });
});
