import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import ssh2 from "ssh2";
import { startTemporaryPostgres, type TemporaryPostgres } from "#db/testing/postgres.ts";
import { PROBE_TARGETS_MAX } from "#server/domain/probe-targets.ts";
import { COLLECTOR_SECTIONS } from "#server/domain/refresh.ts";
import { shellQuote } from "#server/domain/shell-quote.ts";
import { ProductProcess } from "#server/testing/product-process.ts";
import { type Bench, figureOf } from "./bench.ts";
import { cpuMillisecondsOfTree, processesNaming } from "./process-cpu.ts";

const OPENSSH_NODES = 100;
const STAND_IN_NODES = 1000;
const FORKS = 50;
const WARM_UPS = 2;

type Spent = { wallMilliseconds: number; cpuMilliseconds: number };
type Measured = Spent & {
  /** Of the database's own processes. */
  databaseCpuMilliseconds: number;
  loopDelayMillisecondsP99: number;
  rssMegabytesMax: number;
  failed: number;
  unchanged: number;
};
type FleetNode = { name: string; port: number; hostKeyFingerprint: string };

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
    const openssh = await withFleet(folder, OPENSSH_NODES, "openssh", async (nodes) => {
      const ours = await withProduct(folder, postgres, nodes, tell);
      tell(`Ansible, ${COMMANDS.length} commands in one task`);
      const joined = await ansible(folder, nodes, [COMMANDS.join("; ")]);
      tell(`  ${told(joined)}`);
      tell("Ansible, a task for each command");
      const apart = await ansible(folder, nodes, COMMANDS);
      tell(`  ${told(apart)}`);
      return { ours, joined, apart };
    });
    tell(`starting ${STAND_IN_NODES} stand-in nodes`);
    const standIn = await withFleet(folder, STAND_IN_NODES, "stand-in", (nodes) =>
      withProduct(folder, postgres, nodes, tell),
    );
    return resultOf(openssh, standIn);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const told = ({ wallMilliseconds, cpuMilliseconds }: Spent) =>
  `${Math.round(wallMilliseconds)} ms, ${Math.round(cpuMilliseconds)} ms of CPU`;

const PINGED = Array.from({ length: PROBE_TARGETS_MAX }, (_, index) => `10.9.0.${index + 1}`).join(" ");

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

function resultOf(
  { ours, joined, apart }: { ours: Measured; joined: Spent; apart: Spent },
  standIn: Measured,
): Awaited<ReturnType<Bench>> {
  const figures = (spent: Spent) => ({
    wall: figureOf([spent.wallMilliseconds]),
    cpu: figureOf([spent.cpuMilliseconds]),
  });
  const ratio = (value: number) => Math.round(value * 1000) / 1000;
  const perNode = (standIn.cpuMilliseconds + standIn.databaseCpuMilliseconds) / STAND_IN_NODES;
  return {
    sizes: { openssh: OPENSSH_NODES, standIn: STAND_IN_NODES, forks: FORKS, commands: COMMANDS.length },
    figures: {
      ours: { ...figures(ours), databaseCpu: figureOf([ours.databaseCpuMilliseconds]) },
      ansibleJoined: figures(joined),
      ansibleApart: figures(apart),
      standIn: {
        ...figures(standIn),
        databaseCpu: figureOf([standIn.databaseCpuMilliseconds]),
        loopDelayP99: figureOf([standIn.loopDelayMillisecondsP99]),
        rssMegabytes: figureOf([standIn.rssMegabytesMax]),
        unchangedNodes: figureOf([standIn.unchanged]),
      },
    },
    ratios: {},
    goals: {
      "wall over Ansible's, a task for each command": {
        value: ratio(ours.wallMilliseconds / apart.wallMilliseconds),
        max: 0.2,
      },
      "CPU over Ansible's, a task for each command": {
        value: ratio(ours.cpuMilliseconds / apart.cpuMilliseconds),
        max: 0.2,
      },
      "wall over Ansible's, one joined task": {
        value: ratio(ours.wallMilliseconds / joined.wallMilliseconds),
        max: 0.5,
      },
      "CPU over Ansible's, one joined task": {
        value: ratio(ours.cpuMilliseconds / joined.cpuMilliseconds),
        max: 0.5,
      },
      "nodes that failed": { value: ours.failed + standIn.failed, max: 0 },
      "nodes that did not stay unchanged": { value: STAND_IN_NODES - standIn.unchanged, max: 0 },
      "memory of 1 000 nodes, megabytes": { value: Math.round(standIn.rssMegabytesMax), max: 1024 },
      "event loop delay p99, milliseconds": { value: ratio(standIn.loopDelayMillisecondsP99), max: 100 },
      "CPU for each unchanged node with its SSH and the database's part, milliseconds": {
        value: ratio(perNode),
        max: 20,
      },
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
  use: (nodes: FleetNode[]) => Promise<T>,
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
    return await use(nodes);
  } finally {
    fleet.stdin.end();
    await ended;
  }
}

/** The third refresh of all: by then every node is known, and nothing on it changes. */
async function withProduct(
  folder: string,
  postgres: TemporaryPostgres,
  nodes: readonly FleetNode[],
  tell: (text: string) => void,
): Promise<Measured> {
  const database = `nodes_${nodes.length}`;
  await createDatabase(postgres.url, database);
  const product = new ProductProcess({
    DATABASE_URL: postgres.urlOf(database),
    OVERMESH_DATA_FOLDER: folder,
    OVERMESH_SSH_KEY_FILE: join(folder, "id_ed25519"),
    OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
    OVERMESH_NODE_ADDRESS_EXCEPTIONS: "127.0.0.0/8",
    LOG_LEVEL: "silent",
  });
  try {
    await product.hears();
    const enrolled = nodes.map(({ name, port, hostKeyFingerprint }) => ({
      hostname: name,
      sshPort: port,
      hostKeyFingerprint,
    }));
    await product.tell(`enrol ${JSON.stringify(enrolled)}`);
    for (let round = 0; ; round += 1) {
      tell(`refresh ${round + 1} of ${nodes.length} nodes`);
      const before = cpuMillisecondsOfTree(postgres.pid);
      const measured = await product.tell<Omit<Measured, "databaseCpuMilliseconds">>("refresh-measured");
      const databaseCpuMilliseconds = cpuMillisecondsOfTree(postgres.pid) - before;
      tell(
        `  ${told(measured)}, the database ${databaseCpuMilliseconds} ms; ${measured.unchanged} unchanged, ${measured.failed} failed`,
      );
      if (round === WARM_UPS) return { ...measured, databaseCpuMilliseconds };
    }
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
async function ansible(
  folder: string,
  nodes: readonly FleetNode[],
  commands: readonly string[],
): Promise<Spent> {
  const inventory = nodes.map(({ name, port }) => `${name} ansible_port=${port}`).join("\n");
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
  const cpuMilliseconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  );
  const lasting = processesNaming(join(folder, "cp"));
  for (const { pid } of lasting) process.kill(pid, "SIGKILL");
  const ofLasting = lasting.reduce((sum, { cpuMilliseconds: used }) => sum + used, 0);
  return { wallMilliseconds, cpuMilliseconds: cpuMilliseconds + ofLasting };
}
