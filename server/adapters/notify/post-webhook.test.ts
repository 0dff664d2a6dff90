import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PostOptions, postWebhook } from "./post-webhook.ts";
import { makeWebhookSecret } from "./sealed-secret.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const HOME: PostOptions = { addressExceptions: ["127.0.0.1/32"], now: () => NOW };
const NOWHERE: PostOptions = { addressExceptions: [], now: () => NOW };

type Heard = { headers: IncomingMessage["headers"]; body: string };
let heard: Heard[] = [];
let answer = (response: ServerResponse): void => void response.writeHead(204).end();

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    heard.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
    answer(response);
  });
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = address && typeof address === "object" ? address.port : 0;
});
afterAll(() => server.close());
beforeEach(() => {
  heard = [];
  answer = (response) => void response.writeHead(204).end();
});

const SECRET = makeWebhookSecret();
const messageTo = (host: string, path = "/hook") => ({
  id: "delivery-1",
  body: JSON.stringify({ text: "Čau" }),
  secret: SECRET,
  url: `http://${host}:${port}${path}`,
});

/** As a receiver in a browser's JavaScript would do it. */
async function receiversSignature(signed: string): Promise<string> {
  const secret = Uint8Array.from(atob(SECRET.slice("whsec_".length)), (sign) => sign.codePointAt(0) ?? 0);
  const usages: KeyUsage[] = ["sign"];
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, usages);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed));
  return btoa(String.fromCodePoint(...new Uint8Array(signature)));
}

describe("postWebhook", () => {
  it("sends the body as it is, signed together with its id and time", async () => {
    const outcome = await postWebhook(messageTo("127.0.0.1"), HOME);
    expect(outcome).toEqual({ kind: "answered", statusCode: 204, retryAfterSeconds: null });
    const [{ headers, body } = { headers: {}, body: "" }] = heard;
    expect(body).toBe('{"text":"Čau"}');
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": "delivery-1",
      "webhook-timestamp": `${NOW.getTime() / 1000}`,
    });
    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    expect(headers["webhook-signature"]).toBe(`v1,${await receiversSignature(signed)}`);
  });

  it("follows no redirect", async () => {
    answer = (response) => void response.writeHead(302, { location: "/elsewhere" }).end();
    expect(await postWebhook(messageTo("127.0.0.1"), HOME)).toMatchObject({ statusCode: 302 });
    expect(heard).toHaveLength(1);
  });

  it("tells when the receiver wants to be asked again", async () => {
    answer = (response) => void response.writeHead(429, { "retry-after": "77" }).end();
    expect(await postWebhook(messageTo("127.0.0.1"), HOME)).toEqual({
      kind: "answered",
      statusCode: 429,
      retryAfterSeconds: 77,
    });
  });

  it("does not wait for a receiver that goes on talking or says nothing", async () => {
    answer = (response) => {
      response.writeHead(200);
      const talk = () => {
        while (response.writable && response.write(Buffer.alloc(16_384)));
        if (response.writable) response.once("drain", talk);
      };
      talk();
    };
    expect(await postWebhook(messageTo("127.0.0.1"), HOME)).toMatchObject({ statusCode: 200 });
    answer = () => undefined;
    const outcome = await postWebhook(messageTo("127.0.0.1"), { ...HOME, timeoutMilliseconds: 100 });
    expect(outcome).toEqual({ kind: "failed", reason: "No answer within 0.1 seconds.", isLasting: false });
  });

  it.each([
    "127.0.0.1",
    "localhost",
    "0.0.0.0",
    "127.1",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::]",
  ])("sends nothing to %s unless it is an exception", async (host) => {
    const outcome = await postWebhook(messageTo(host), NOWHERE);
    expect(outcome).toMatchObject({ kind: "failed", isLasting: true });
    expect(outcome).toHaveProperty("reason", expect.stringContaining("not an address of the open internet"));
    expect(heard).toEqual([]);
  });

  it("connects to the address it looked at, whatever the name means a moment later", async () => {
    const answers = [[{ address: "127.0.0.1", family: 4 }], [{ address: "10.0.0.1", family: 4 }]];
    const resolve = async () => answers.shift() ?? [];
    const outcome = await postWebhook(messageTo("hooks.example.org"), { ...HOME, resolve });
    expect(outcome).toMatchObject({ statusCode: 204 });
    expect(heard[0]?.headers.host).toBe(`hooks.example.org:${port}`);
    expect(answers).toHaveLength(1);
  });

  it("looks the name up at each delivery, and refuses it when one of its addresses is inside", async () => {
    const answers = [
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "127.0.0.1", family: 4 },
        { address: "169.254.169.254", family: 4 },
      ],
      [{ address: "fd00::1", family: 6 }],
    ];
    const options = { ...HOME, resolve: async () => answers.shift() ?? [] };
    const message = messageTo("hooks.example.org");
    expect(await postWebhook(message, options)).toMatchObject({ statusCode: 204 });
    expect(await postWebhook(message, options)).toMatchObject({
      isLasting: true,
      reason: expect.stringContaining("169.254.169.254"),
    });
    expect(await postWebhook(message, options)).toMatchObject({ isLasting: true });
    expect(heard).toHaveLength(1);
  });

  it("says why nobody answered, and that it may be otherwise later", async () => {
    const refused = { ...messageTo("127.0.0.1"), url: "http://127.0.0.1:1/" };
    expect(await postWebhook(refused, HOME)).toEqual({
      kind: "failed",
      reason: "The connection was refused.",
      isLasting: false,
    });
    const resolve = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    };
    expect(await postWebhook(messageTo("nowhere.example.org"), { ...HOME, resolve })).toEqual({
      kind: "failed",
      reason: "The name has no address.",
      isLasting: false,
    });
  });
});
