import { once } from "node:events";
import type { Server } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { controlServer } from "./control.ts";
import { startFleet } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { clientKeyPair, runOn } from "./testing/ssh-client.ts";
import { smallFleetSpecs } from "./testing/small-fleet.ts";

const keys = clientKeyPair();
const TOKEN = "0123456789abcdef";
let fleet: Fleet;
let server: Server;
let origin: string;

beforeAll(async () => {
  fleet = await startFleet({ nodes: smallFleetSpecs, clientPublicKey: keys.public });
  server = controlServer(fleet, TOKEN).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await fleet.close();
});

async function ask(method: string, path: string, body?: unknown, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${origin}${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

it("lists the nodes with ports and fingerprints", async () => {
  expect((await ask("GET", "/nodes")).body).toEqual({ nodes: fleet.nodes });
});

it("changes a node's state for its next script, merging its trouble", async () => {
  await ask("PATCH", "/nodes/east01", { hostname: "renamed", trouble: { idleWith: ["west01"] } });
  const { stdout } = await runOn(fleet.node("east01"), keys.private, "hostname; ipseckey dump esp");
  expect(stdout.toString()).toBe("renamed\nDump succeeded for SA type 3.\n");
  expect((await ask("GET", "/nodes/east01")).body.state).toMatchObject({
    pdcName: "east",
    trouble: { missingKeyFor: [] },
  });
});

it("sets and clears a fault", async () => {
  expect((await ask("POST", "/nodes/east02/fault", { fault: "refuse-connection" })).body.fault).toBe(
    "refuse-connection",
  );
  await expect(runOn(fleet.node("east02"), keys.private, "hostname")).rejects.toThrow(/ECONNREFUSED/);
  expect((await ask("POST", "/nodes/east02/fault", { fault: null })).body.fault).toBeNull();
});

it("lets in other clients, and the first one again", async () => {
  const other = clientKeyPair();
  const run = (privateKey: string) => runOn(fleet.node("east02"), privateKey, "hostname");
  expect((await ask("PUT", "/client-keys", { keys: [other.public] })).status).toBe(200);
  await expect(run(keys.private)).rejects.toThrow(/authentication/);
  expect((await run(other.private)).exitCode).toBe(0);
  await ask("PUT", "/client-keys", { keys: [keys.public] });
  expect((await run(keys.private)).exitCode).toBe(0);
});

it.each([
  { method: "PUT", path: "/client-keys", body: { keys: [7] }, token: TOKEN, status: 400 },
  { method: "GET", path: "/nodes", body: undefined, token: "wrong", status: 401 },
  { method: "GET", path: "/nodes/nowhere", body: undefined, token: TOKEN, status: 404 },
  { method: "GET", path: "/elsewhere", body: undefined, token: TOKEN, status: 404 },
  { method: "PATCH", path: "/nodes/east01", body: { colour: "red" }, token: TOKEN, status: 400 },
  { method: "PATCH", path: "/nodes/east01", body: ["red"], token: TOKEN, status: 400 },
  { method: "POST", path: "/nodes/east01/fault", body: { fault: "earthquake" }, token: TOKEN, status: 400 },
  { method: "DELETE", path: "/nodes/east01", body: undefined, token: TOKEN, status: 405 },
])("answers $status to $method $path $body", async ({ method, path, body, token, status }) => {
  const reply = await ask(method, path, body, token);
  expect(reply.status).toBe(status);
  expect(reply.body.error).toMatch(/\.$/);
});
