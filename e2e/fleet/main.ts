import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { controlServer } from "./control.ts";
import { demoNodes } from "./demo.ts";
import { manyNodes } from "./many.ts";
import { demoPlaces } from "./demo-places.ts";
import { startFleet } from "./fleet.ts";

const FRONTS = ["stand-in", "openssh", "namespaces"] as const;

const USAGE = `Usage: node e2e/fleet/main.ts --state demo|many --ssh-key FILE [--port-first N] [--keys DIR]
       [--front stand-in|openssh|namespaces] [--control-port N --control-token TOKEN] [--stop-with-stdin]

Serves a fleet on 127.0.0.1 until it is interrupted, or until standard input ends when --stop-with-stdin is given.
--state         demo: nine nodes with their troubles; many: --count healthy ones that cost this machine little
--ssh-key       public key file of the client the nodes let in
--port-first    first SSH port, 2201 unless told; 0 takes any free ports
--keys          folder that keeps the nodes' host keys
--front         what speaks SSH: stand-in unless told; openssh is Debian's sshd, a process a node, and needs root;
                namespaces is the same at addresses of the nodes' own, in a network that "unshare --net" made for it
--control-port  loopback HTTP control; its bearer token may come from FLEET_CONTROL_TOKEN instead`;

function options() {
  return parseArgs({
    options: {
      state: { type: "string", default: "demo" },
      count: { type: "string", default: "100" },
      "ssh-key": { type: "string" },
      "port-first": { type: "string", default: "2201" },
      keys: { type: "string" },
      front: { type: "string", default: "stand-in" },
      "control-port": { type: "string" },
      "control-token": { type: "string" },
      "stop-with-stdin": { type: "boolean", default: false },
    },
  }).values;
}

function portNumber(text: string, option: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--${option} takes a port number.`);
  return port;
}

async function main(): Promise<void> {
  const given = options();
  const token = given["control-token"] ?? process.env["FLEET_CONTROL_TOKEN"] ?? "";
  if (given.state !== "demo" && given.state !== "many") throw new Error("--state is demo or many.");
  if (given["ssh-key"] === undefined) throw new Error("--ssh-key is missing.");
  if (given["control-port"] !== undefined && token.length < 16) {
    throw new Error("Control needs a token of at least 16 characters.");
  }
  const front = FRONTS.find((name) => name === given.front);
  if (!front) throw new Error(`--front is one of ${FRONTS.join(", ")}.`);
  const places = front === "namespaces" ? demoPlaces() : null;
  const fleet = await startFleet({
    front: front === "stand-in" ? front : "openssh",
    ...(places && { placeOf: places.placeOf }),
    nodes: given.state === "demo" ? demoNodes : manyNodes(Number(given.count)),
    isLight: given.state === "many",
    clientPublicKey: readFileSync(given["ssh-key"], "utf8"),
    firstPort: portNumber(given["port-first"], "port-first"),
    hostKeyFolder: given.keys,
  });
  const control = given["control-port"] === undefined ? null : controlServer(fleet, token);
  control?.listen(portNumber(given["control-port"] ?? "", "control-port"), "127.0.0.1");
  if (control) await once(control, "listening");
  // The control server listens on TCP, so its address is never a path.
  const controlPort = control ? (control.address() as AddressInfo).port : null;

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    control?.closeAllConnections();
    control?.close();
    void fleet.close().then(() => {
      places?.close();
      process.exit(0);
    });
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (given["stop-with-stdin"]) process.stdin.resume().once("end", stop);
  process.stdout.write(`${JSON.stringify({ ready: true, nodes: fleet.nodes, controlPort })}\n`);
}

main().catch((error: NodeJS.ErrnoException) => {
  const isTaken = error.code === "EADDRINUSE";
  process.stderr.write(`${isTaken ? "A port of the fleet is already taken." : error.message}\n\n${USAGE}\n`);
  process.exit(1);
});
