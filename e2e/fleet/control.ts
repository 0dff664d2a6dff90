import { timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { FLEET_FAULTS, isFleetFault } from "./fault.ts";
import type { Fleet } from "./fleet.ts";

const BODY_BYTES_MAX = 1_000_000;

type Reply = { status: number; body: unknown };

/**
 * Loopback control of a running fleet, for browser journeys; every request carries the bearer token.
 * `GET /nodes`, `GET /nodes/<name>`, `PATCH /nodes/<name>` (top-level parts of the state replace those it has;
 * `trouble` is merged), `POST /nodes/<name>/fault` with `{ "fault": name | null }`, `PUT /client-keys` with `{ "keys": […] }`.
 */
export function controlServer(fleet: Fleet, token: string): Server {
  return createServer((request, response) => {
    replyTo(fleet, token, request).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, { status: 400, body: { error: String(error) } }),
    );
  });
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

async function replyTo(fleet: Fleet, token: string, request: IncomingMessage): Promise<Reply> {
  if (!isBearer(request.headers.authorization, token))
    return refusal(401, "The bearer token is missing or wrong.");
  const [collection, name, part, ...rest] = (request.url ?? "").split("/").slice(1).map(decodeURIComponent);
  if (collection === "client-keys" && request.method === "PUT" && name === undefined)
    return clientKeysReply(fleet, await bodyOf(request));
  if (collection !== "nodes" || rest.length > 0) return refusal(404, "There is no such path.");
  if (name === undefined) return { status: 200, body: { nodes: fleet.nodes } };
  if (!fleet.nodes.some((node) => node.name === name)) return refusal(404, "The fleet has no such node.");
  const verb = `${request.method} ${part ?? ""}`.trim();
  if (verb === "GET") return nodeReply(fleet, name);
  if (verb === "PATCH") return patchReply(fleet, name, await bodyOf(request));
  if (verb === "POST fault") return faultReply(fleet, name, await bodyOf(request));
  return refusal(405, "A node answers GET, PATCH and POST to its fault.");
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function refusal(status: number, error: string): Reply {
  return { status, body: { error } };
}

function nodeReply(fleet: Fleet, name: string): Reply {
  return { status: 200, body: { ...fleet.node(name), fault: fleet.fault(name), state: fleet.state(name) } };
}

async function patchReply(fleet: Fleet, name: string, patch: Record<string, unknown>): Promise<Reply> {
  const current = fleet.state(name);
  const foreign = Object.keys(patch).find((key) => !Object.hasOwn(current, key) || key === "name");
  if (foreign !== undefined)
    return refusal(400, `A node's state has no ${JSON.stringify(foreign)} to change.`);
  await fleet.update(name, (state) => {
    const trouble = { ...state.trouble, ...(patch["trouble"] ?? {}) };
    Object.assign(state, patch, { trouble });
  });
  return nodeReply(fleet, name);
}

async function faultReply(fleet: Fleet, name: string, { fault }: Record<string, unknown>): Promise<Reply> {
  if (fault !== null && !isFleetFault(fault))
    return refusal(400, `The fault is null or one of ${FLEET_FAULTS.join(", ")}.`);
  await fleet.setFault(name, fault);
  return nodeReply(fleet, name);
}

async function clientKeysReply(fleet: Fleet, { keys }: Record<string, unknown>): Promise<Reply> {
  if (!Array.isArray(keys) || keys.some((key) => typeof key !== "string"))
    return refusal(400, "The keys are a list of OpenSSH public keys.");
  await fleet.admit(keys);
  return { status: 200, body: { keys } };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request yields buffers.
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    if (bytes > BODY_BYTES_MAX) throw new Error("The request body is too large.");
    chunks.push(buffer);
  }
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Error("The request body is not an object.");
  return Object.fromEntries(Object.entries(body));
}
