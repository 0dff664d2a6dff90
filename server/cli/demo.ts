import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DataFolderInUseError, lockDataFolder } from "#db/data-folder-lock.ts";
import { loadSshIdentity } from "../adapters/ssh/ssh-identity.ts";
import { build, isBuildOutdated } from "./build.ts";
import { isAnswering, signIn } from "./demo/api.ts";
import { newSecret, readDemoFile, writeDemoFile } from "./demo/demo-file.ts";
import { spawnFleet } from "./demo/fleet-process.ts";
import { refreshAll } from "./demo/refresh-all.ts";
import { seedOperatorAndNodes } from "./demo/seed-operator.ts";
import { seedVdcs } from "./demo/seed-vdcs.ts";
import { exitWith } from "./exit-with.ts";
import { isPortFree } from "./port.ts";
import { hasEnded, spawnWebServer } from "./web-server.ts";

const ADDRESS = "127.0.0.1";
const PORT = Number(process.env["PORT"] ?? 3000);
const FLEET_PORT_FIRST = Number(process.env["OVERMESH_DEMO_FLEET_PORT"] ?? 2201);
const FLEET_NODE_COUNT = 9;
const START_SECONDS_MAX = 90;
const DATA = process.env["OVERMESH_DATA_FOLDER"] ?? ".data";
const DEMO_FILE = join(DATA, "demo.json");
/** What the demo itself made; nothing else in the folder is touched. */
const OWN_PATHS = ["database", "ssh", "fleet", "demo.json"].map((name) => join(DATA, name));

function options(): { fresh: boolean } {
  try {
    const { fresh } = parseArgs({ options: { fresh: { type: "boolean", default: false } } }).values;
    return { fresh: fresh ?? false };
  } catch {
    return exitWith("Usage: npm run demo [-- --fresh]");
  }
}

async function checkPorts(): Promise<void> {
  if (!(await isPortFree(PORT, ADDRESS)))
    exitWith(`Port ${PORT} is taken; end what listens there, or choose another: PORT=3001 npm run demo`);
  for (let port = FLEET_PORT_FIRST; port < FLEET_PORT_FIRST + FLEET_NODE_COUNT; port++) {
    if (!(await isPortFree(port, ADDRESS)))
      exitWith(`Port ${port}, which the stand-in fleet needs, is taken; end what listens there.`);
  }
}

function checkDataFolder(): void {
  try {
    lockDataFolder(DATA)();
  } catch (error) {
    if (error instanceof DataFolderInUseError) exitWith(error.message);
    throw error;
  }
}

function printPeople(people: { userName: string; password: string; may: string }[]): void {
  console.log(`\nOvermesh is at http://localhost:${PORT} (this computer only). Sign in as\n`);
  for (const { userName, password, may } of people)
    console.log(`  ${userName.padEnd(10)} ${password}   ${may}`);
  console.log(
    "\nCtrl-C ends everything; the data stays in .data for the next start, `npm run demo -- --fresh` begins anew.",
  );
}

const { fresh } = options();
checkDataFolder();
await checkPorts();
const kept = fresh ? null : readDemoFile(DEMO_FILE);
if (!kept) for (const path of OWN_PATHS) rmSync(path, { recursive: true, force: true });
if (isBuildOutdated()) {
  console.log("Building the web app …");
  if (!build()) exitWith("The build failed; see above.");
}

const { publicKey } = loadSshIdentity(join(DATA, "ssh", "id_ed25519"));
const publicKeyFile = join(DATA, "ssh", "id_ed25519.pub");
if (!existsSync(publicKeyFile)) writeFileSync(publicKeyFile, `${publicKey}\n`);
console.log("Starting the stand-in fleet …");
const fleet = await spawnFleet({
  publicKeyFile,
  hostKeyFolder: join(DATA, "fleet"),
  portFirst: FLEET_PORT_FIRST,
});

async function firstData() {
  console.log("Making the database …");
  const operator = await seedOperatorAndNodes(DATA, fleet.nodes);
  return { secret: newSecret(), people: [{ ...operator, may: "everything" }], isComplete: false };
}
const demo = kept ?? (await firstData());

const origin = `http://localhost:${PORT}`;
const server = spawnWebServer(
  { port: PORT, address: ADDRESS },
  {
    OVERMESH_URL: origin,
    OVERMESH_SECRET: demo.secret,
    OVERMESH_DATA_FOLDER: DATA,
    OVERMESH_DEMO_FLEET: "true",
    OVERMESH_NODE_ADDRESS_EXCEPTIONS: "127.0.0.0/8",
    // The fleet's external addresses are documentation ranges, which are not public anywhere else.
    OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS: "192.0.2.0/24,198.51.100.0/24,203.0.113.0/24",
    DATABASE_URL: "",
    LOG_LEVEL: "warn",
  },
);
const stop = () => server.kill("SIGTERM");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
void hasEnded(server).then((code) => {
  fleet.process.stdin?.end();
  process.exit(code);
});

if (!(await isAnswering(`http://${ADDRESS}:${PORT}`, START_SECONDS_MAX))) {
  stop();
  exitWith("The web app did not start; see above.");
}
const [operator] = demo.people;
if (!operator) exitWith(`${DEMO_FILE} names nobody; begin anew with: npm run demo -- --fresh`);
const api = await signIn(origin, operator.userName, operator.password);
console.log("Refreshing all nodes over SSH …");
await refreshAll(api);
if (!demo.isComplete) {
  demo.people.push(...(await seedVdcs(api)));
  writeDemoFile(DEMO_FILE, { ...demo, isComplete: true });
  console.log("Refreshing once more: every node now knows the addresses of its peers and probes them …");
  await refreshAll(api);
}
printPeople(demo.people);
