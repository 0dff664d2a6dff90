import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import ssh2 from "ssh2";
import { startTemporaryPostgres, type TemporaryPostgres } from "#db/testing/postgres.ts";
import { neighboursToProbe } from "#server/domain/probe-targets.ts";
import { COLLECTOR_SECTIONS } from "#server/domain/refresh.ts";
import { shellQuote } from "#server/domain/shell-quote.ts";
import { ProductProcess } from "#server/testing/product-process.ts";
import { type Bench, type Figure, figureOf } from "./bench.ts";
import { cpuMillisecondsOfTree, processesNaming } from "./process-cpu.ts";

const OPENSSH_NODES = 100;
const STAND_IN_NODES = 1000;
const FORKS = 50;
const REPEATED = 5;
/** By the third refresh every node is known, and nothing on it changes. */
const REFRESHES_BEFORE = 2;
/** On a large machine V8 would rather grow than clean up. */
const HEAP_MEGABYTES_MAX = 768;
const CONNECTIONS_END_MILLISECONDS = 1000;

type Spent = {
  wallMilliseconds: number;
  cpuMilliseconds: number;
  /** The nodes' own side: OpenSSH servers and all these start. */
  nodesCpuMilliseconds: number;
};
type Measured = Spent & {
  /** Of it by the database's own processes. */
  databaseCpuMilliseconds: number;
  loopDelayMillisecondsP99: number;
  rssMegabytesMax: number;
  failed: number;
  unchanged: number;
};
type FleetNode = { name: string; port: number; hostKeyFingerprint: string };
/** `pid` of the process from which all the nodes' own stem. */
type RunningFleet = { pid: number; nodes: readonly FleetNode[] };

/** Refreshing 100 nodes behind real OpenSSH servers, beside Ansible on the same nodes; and 1 000 stand-in nodes. */
export const refresh: Bench = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-bench-refresh-"));
  const postgres = await startTemporaryPostgres();
  const startedAt = performance.now();
  const tell = (text: string) => {
    progress(`${String(Math.round((performance.now() - startedAt) / 1000)).padStart(4)} s  ${text}`);
  };
  try {
    writeKeys(folder);
    tell(`starting ${OPENSSH_NODES} nodes behind OpenSSH`);
    const openssh = await withFleet(folder, OPENSSH_NODES, "openssh", async (fleet) => {
      const ours: Measured[] = [];
      const joined: Spent[] = [];
      await withProduct(folder, postgres, fleet, tell, async (measure) => {
        for (let round = 1; round <= REFRESHES_BEFORE; round += 1) await measure("refresh-measured");
        // In turn, for a machine is not equally fast all the time.
        for (let round = 1; round <= REPEATED; round += 1) {
          ours.push(await measure("refresh-measured"));
          tell(`Ansible, ${COMMANDS.length} commands in one task, ${round} of ${REPEATED}`);
          joined.push(await ansible(folder, fleet, [COMMANDS.join("; ")]));
          tell(`  ${told(joined.at(-1))}`);
        }
      });
      tell("Ansible, a task for each command");
      const apart = await ansible(folder, fleet, COMMANDS);
      tell(`  ${told(apart)}`);
      return { ours, joined, apart };
    });
    tell(`starting ${STAND_IN_NODES} stand-in nodes`);
    const standIn = await withFleet(folder, STAND_IN_NODES, "stand-in", (fleet) =>
      withProduct(folder, postgres, fleet, tell, async (measure) => {
        for (let round = 1; round <= REFRESHES_BEFORE; round += 1) await measure("refresh-measured");
        const all = await measure("refresh-measured");
        // Once more without SSH: answers are asked for, and told again.
        await measure("refresh-told");
        return { all, toldAgain: await measure("refresh-told") };
      }),
    );
    return resultOf(openssh, standIn);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const told = (spent: Spent | undefined) =>
  spent
    ? `${Math.round(spent.wallMilliseconds)} ms, ${Math.round(spent.cpuMilliseconds)} ms of CPU, the nodes' own ${spent.nodesCpuMilliseconds} ms`
    : "";

/** As many as our script has each of these nodes ping, which are all in one PDC. */
const PINGED = Array.from(
  { length: neighboursToProbe(OPENSSH_NODES - 1) },
  (_, index) => `10.9.0.${index + 1}`,
).join(" ");

/** All that our script asks of a node of this fleet, as command lines; what it works out of them on the node is left out. */
const COMMANDS = [
  ...COLLECTOR_SECTIONS.filter(({ command }) => command[0].startsWith("/")).map(({ command }) =>
    command.map(shellQuote).join(" "),
  ),
  "/usr/bin/cat /usbkey/config | /usr/bin/sed -n '/^ *overlay_rule_/p'",
  "/usr/bin/cat /etc/inet/secret/ike.preshared",
  "/usr/bin/ls /opt/custom/networking",
  "/usr/bin/cat /opt/custom/networking/adminoverlay_overlay.json",
  "/usr/bin/cat /opt/custom/networking/customers_overlay.json",
  `for a in ${PINGED}; do /usr/sbin/ping -n $a 1 >/dev/null 2>&1 & done; wait`,
  "/usr/sbin/traceroute -n -I -F -q 1 -w 1 -f 30 -m 30 10.9.0.1 1500",
  "/usr/sbin/traceroute -n -I -F -q 1 -w 1 -f 30 -m 30 10.9.0.2 1500",
];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function resultOf(
  { ours, joined, apart }: { ours: Measured[]; joined: Spent[]; apart: Spent },
  { toldAgain, all }: { toldAgain: Measured; all: Measured },
): Awaited<ReturnType<Bench>> {
  const figures = (...spent: readonly Spent[]) => ({
    wall: figureOf(spent.map(({ wallMilliseconds }) => wallMilliseconds)),
    cpu: figureOf(spent.map(({ cpuMilliseconds }) => cpuMilliseconds)),
    nodesCpu: figureOf(spent.map(({ nodesCpuMilliseconds }) => nodesCpuMilliseconds)),
  });
  const product = (...measured: readonly Measured[]) => ({
    ...figures(...measured),
    databaseCpu: figureOf(measured.map(({ databaseCpuMilliseconds }) => databaseCpuMilliseconds)),
    loopDelayP99: figureOf(measured.map(({ loopDelayMillisecondsP99 }) => loopDelayMillisecondsP99)),
    rssMegabytes: figureOf(measured.map(({ rssMegabytesMax }) => rssMegabytesMax)),
  });
  const figuresOf = {
    ours: {
      ...product(...ours),
      // Nobody is done before the nodes themselves are: their own side alone, on all cores of this machine.
      floor: figureOf(ours.map(({ nodesCpuMilliseconds }) => nodesCpuMilliseconds / availableParallelism())),
    },
    ansibleJoined: figures(...joined),
    ansibleApart: figures(apart),
    standIn: product(all),
    standInToldAgain: product(toldAgain),
  };
  const over = (one: Figure, other: Figure) => Math.round((one.p50 / other.p50) * 1000) / 1000;
  const { ours: own, ansibleJoined, ansibleApart } = figuresOf;
  const perNode = toldAgain.cpuMilliseconds / STAND_IN_NODES;
  const failed = sum([...ours, toldAgain, all].map((measured) => measured.failed));
  return {
    sizes: {
      openssh: OPENSSH_NODES,
      standIn: STAND_IN_NODES,
      forks: FORKS,
      commands: COMMANDS.length,
      cores: availableParallelism(),
      heapMegabytesMax: HEAP_MEGABYTES_MAX,
    },
    figures: figuresOf,
    ratios: {},
    goals: {
      "wall over Ansible's, a task for each command": { value: over(own.wall, ansibleApart.wall), max: 0.2 },
      "CPU over Ansible's, a task for each command": { value: over(own.cpu, ansibleApart.cpu), max: 0.2 },
      "wall over Ansible's, one joined task": { value: over(own.wall, ansibleJoined.wall), max: 0.5 },
      "CPU over Ansible's, one joined task": { value: over(own.cpu, ansibleJoined.cpu), max: 0.5 },
      "nodes that failed": { value: failed, max: 0 },
      "nodes that did not stay unchanged": {
        value: 2 * STAND_IN_NODES - toldAgain.unchanged - all.unchanged,
        max: 0,
      },
      "memory of 1 000 nodes, megabytes": { value: Math.round(all.rssMegabytesMax), max: 1024 },
      "event loop delay p99, milliseconds": { value: Math.round(all.loopDelayMillisecondsP99), max: 100 },
      "CPU for each unchanged node to parse, store and draw consequences, with the database's part, milliseconds":
        { value: Math.round(perNode * 10) / 10, max: 20 },
    },
  };
}

function writeKeys(folder: string): void {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    // One key in 256 comes out malformed.
    if (ssh2.utils.parseKey(pair.private) instanceof Error) continue;
    writeFileSync(join(folder, "id_ed25519"), pair.private, { mode: 0o600 });
    writeFileSync(join(folder, "id_ed25519.pub"), pair.public);
    return;
  }
}

async function withFleet<T>(
  folder: string,
  count: number,
  front: string,
  use: (fleet: RunningFleet) => Promise<T>,
): Promise<T> {
  const fleet = spawn(
    process.execPath,
    [
      "e2e/fleet/main.ts",
      "--state=many",
      `--count=${count}`,
      `--front=${front}`,
      `--ssh-key=${join(folder, "id_ed25519.pub")}`,
      "--port-first=0",
      "--stop-with-stdin",
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => fleet.once("exit", resolve));
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: fleet.stdout }).once("line", resolve);
      fleet.once("exit", () => reject(new Error("The fleet did not start.")));
    });
    const { nodes }: { nodes: FleetNode[] } = JSON.parse(line);
    return await use({ pid: fleet.pid ?? 0, nodes });
  } finally {
    fleet.stdin.end();
    await ended;
  }
}

type Measure = (action: string) => Promise<Measured>;

/** The product with these nodes enrolled; `Measure` has it do something and tells what that took. */
async function withProduct<T>(
  folder: string,
  postgres: TemporaryPostgres,
  fleet: RunningFleet,
  tell: (text: string) => void,
  use: (measure: Measure) => Promise<T>,
): Promise<T> {
  const { nodes } = fleet;
  const database = `nodes_${nodes.length}`;
  await createDatabase(postgres.url, database);
  const product = new ProductProcess({
    DATABASE_URL: postgres.urlOf(database),
    OVERMESH_DATA_FOLDER: folder,
    OVERMESH_SSH_KEY_FILE: join(folder, "id_ed25519"),
    OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
    OVERMESH_NODE_ADDRESS_EXCEPTIONS: "127.0.0.0/8",
    LOG_LEVEL: "silent",
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES_MAX}`,
  });
  try {
    await product.hears();
    const enrolled = nodes.map(({ name, port, hostKeyFingerprint }) => ({
      hostname: name,
      sshPort: port,
      hostKeyFingerprint,
    }));
    await product.tell(`enrol ${JSON.stringify(enrolled)}`);
    return await use(async (action) => {
      tell(`${action}, ${nodes.length} nodes`);
      const before = {
        database: cpuMillisecondsOfTree(postgres.pid),
        nodes: cpuMillisecondsOfTree(fleet.pid),
      };
      const said =
        await product.tell<Omit<Measured, "databaseCpuMilliseconds" | "nodesCpuMilliseconds">>(action);
      const databaseCpuMilliseconds = cpuMillisecondsOfTree(postgres.pid) - before.database;
      const spent = {
        ...said,
        cpuMilliseconds: said.cpuMilliseconds + databaseCpuMilliseconds,
        databaseCpuMilliseconds,
        nodesCpuMilliseconds: cpuMillisecondsOfTree(fleet.pid) - before.nodes,
      };
      tell(
        `  ${told(spent)}, of it the database ${databaseCpuMilliseconds} ms; ${said.unchanged} unchanged, ${said.failed} failed; loop delay ${Math.round(said.loopDelayMillisecondsP99)} ms, ${Math.round(said.rssMegabytesMax)} MB`,
      );
      return spent;
    });
  } finally {
    await product.kill();
  }
}

async function createDatabase(postgresUrl: string, name: string): Promise<void> {
  const { default: pg } = await import("pg");
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
}

/** Wall and CPU of `ansible-playbook`, all it waits for and its lasting ssh connections, which end with it here. */
async function ansible(folder: string, fleet: RunningFleet, commands: readonly string[]): Promise<Spent> {
  const inventory = fleet.nodes.map(({ name, port }) => `${name} ansible_port=${port}`).join("\n");
  writeFileSync(join(folder, "inventory"), `${inventory}\n`);
  writeFileSync(
    join(folder, "play.yml"),
    JSON.stringify([
      {
        hosts: "all",
        gather_facts: false,
        tasks: commands.map((command) => ({ raw: command, failed_when: false })),
      },
    ]),
  );
  writeFileSync(
    join(folder, "ansible.cfg"),
    `[defaults]\nforks = ${FORKS}\nhost_key_checking = False\nlocal_tmp = ${folder}/tmp\n[ssh_connection]\npipelining = True\ncontrol_path_dir = ${folder}/cp\n`,
  );
  const script = `ansible-playbook -i ${folder}/inventory -e ansible_host=127.0.0.1 -e ansible_user=root -e ansible_ssh_private_key_file=${folder}/id_ed25519 -e "ansible_ssh_common_args='-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR'" ${folder}/play.yml >${folder}/ansible.log 2>&1; status=$?; times; exit $status`;
  const nodesBefore = cpuMillisecondsOfTree(fleet.pid);
  const start = performance.now();
  const child = spawn("bash", ["-c", script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ANSIBLE_CONFIG: join(folder, "ansible.cfg"), HOME: folder },
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const wallMilliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`ansible-playbook ended with ${String(status)}; is it installed?`);
  const [, children = ""] = said.trim().split("\n");
  const cpuMilliseconds = sum(
    [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, minutes, seconds]) => (Number(minutes) * 60 + Number(seconds)) * 1000,
    ),
  );
  const lasting = processesNaming(join(folder, "cp"));
  for (const { pid } of lasting) process.kill(pid, "SIGKILL");
  // What these connections had begun on the nodes is counted once it has ended.
  await new Promise((resolve) => setTimeout(resolve, CONNECTIONS_END_MILLISECONDS));
  return {
    wallMilliseconds,
    cpuMilliseconds: cpuMilliseconds + sum(lasting.map(({ cpuMilliseconds: used }) => used)),
    nodesCpuMilliseconds: cpuMillisecondsOfTree(fleet.pid) - nodesBefore,
  };
}
