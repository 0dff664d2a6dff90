import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import ssh2 from "ssh2";
import { startTemporaryPostgres } from "#db/testing/postgres.ts";
import { COLLECTOR_SECTIONS } from "#server/domain/refresh.ts";
import { shellQuote } from "#server/domain/shell-quote.ts";
import { ProductProcess } from "#server/testing/product-process.ts";
import { type Bench, figureOf } from "./bench.ts";

const OPENSSH_NODES = 100;
const STAND_IN_NODES = 1000;
const FORKS = 50;
const WARM_UPS = 2;

type Measured = {
  wallMilliseconds: number;
  cpuMilliseconds: number;
  loopDelayMillisecondsP99: number;
  rssMegabytesMax: number;
  failed: number;
  unchanged: number;
};
type FleetNode = { name: string; port: number; hostKeyFingerprint: string };
type Spent = { wallMilliseconds: number; cpuMilliseconds: number };

/** Refreshing 100 nodes behind real OpenSSH servers, beside Ansible on the same nodes; and 1 000 stand-in nodes. */
export const refresh: Bench = async (progress) => {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-bench-refresh-"));
  const postgres = await startTemporaryPostgres();
  try {
    writeKeys(folder);
    progress(`${OPENSSH_NODES} nodes behind OpenSSH`);
    const openssh = await withFleet(folder, OPENSSH_NODES, "openssh", async (nodes) => {
      const ours = await withProduct(folder, postgres.url, nodes, progress);
      progress("Ansible, all commands in one task");
      const joined = await ansible(folder, nodes, [COMMANDS.join("; ")]);
      progress(JSON.stringify({ ours, joined }));
      progress("Ansible, a task for each command");
      const apart = await ansible(folder, nodes, COMMANDS);
      progress(JSON.stringify({ apart }));
      return { ours, joined, apart };
    });
    progress(`${STAND_IN_NODES} stand-in nodes`);
    const standIn = await withFleet(folder, STAND_IN_NODES, "stand-in", (nodes) =>
      withProduct(folder, postgres.url, nodes, progress),
    );
    return resultOf(openssh, standIn);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What both ask; ours also reads ARP files, fingerprints keys and probes peers. */
const COMMANDS = COLLECTOR_SECTIONS.filter(({ command }) => command[0].startsWith("/")).map(({ command }) =>
  command.map(shellQuote).join(" "),
);

function resultOf(
  { ours, joined, apart }: { ours: Measured; joined: Spent; apart: Spent },
  standIn: Measured,
): Awaited<ReturnType<Bench>> {
  const figures = (spent: Spent) => ({
    wall: figureOf([spent.wallMilliseconds]),
    cpu: figureOf([spent.cpuMilliseconds]),
  });
  const ratio = (value: number) => Math.round(value * 1000) / 1000;
  const perNode = standIn.cpuMilliseconds / STAND_IN_NODES;
  return {
    sizes: { openssh: OPENSSH_NODES, standIn: STAND_IN_NODES, forks: FORKS, commands: COMMANDS.length },
    figures: {
      ours: figures(ours),
      ansibleJoined: figures(joined),
      ansibleApart: figures(apart),
      standIn: {
        ...figures(standIn),
        loopDelayP99: figureOf([standIn.loopDelayMillisecondsP99]),
        rssMegabytes: figureOf([standIn.rssMegabytesMax]),
        cpuPerUnchangedNode: figureOf([perNode]),
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
      "memory of 1 000 nodes, megabytes": { value: Math.round(standIn.rssMegabytesMax), max: 1024 },
      "event loop delay p99, milliseconds": { value: ratio(standIn.loopDelayMillisecondsP99), max: 100 },
      "CPU for each unchanged node with SSH, milliseconds": { value: ratio(perNode), max: 20 },
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
  postgresUrl: string,
  nodes: readonly FleetNode[],
  progress: (text: string) => void,
): Promise<Measured> {
  const database = `nodes_${nodes.length}`;
  await createDatabase(postgresUrl, database);
  const url = new URL(postgresUrl);
  url.pathname = `/${database}`;
  const product = new ProductProcess({
    DATABASE_URL: url.href,
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
    for (let round = 0; round < WARM_UPS; round += 1) {
      const { wallMilliseconds, failed } = await product.tell<Measured>("refresh-measured");
      progress(`  refresh ${round + 1}: ${Math.round(wallMilliseconds)} ms, ${failed} failed`);
    }
    return await product.tell<Measured>("refresh-measured");
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

/** Wall and CPU of `ansible-playbook` and all it waits for; its lasting ssh connections outlive it and are not counted. */
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
  if (status !== 0) throw new Error(`ansible-playbook ended with ${String(status)}; is it installed?`);
  const [, children = ""] = said.trim().split("\n");
  const cpuMilliseconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  );
  return { wallMilliseconds: performance.now() - start, cpuMilliseconds };
}
