import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { AnsweringPort } from "./answering-port.ts";
import { COMMANDS } from "./commands/command-table.ts";
import { refuses } from "./commands/answer.ts";
import { outputUnderFault, stateUnderFault } from "./fault.ts";
import type { FleetFault } from "./fault.ts";
import { hostKey } from "./host-keys.ts";
import type { HostKey } from "./host-keys.ts";
import { nodeFiles } from "./node-files.ts";
import { runNodeShell, type ShellRun } from "./node-shell.ts";
import { nodeFromSpec } from "./node-spec.ts";
import type { FleetNodeSpec } from "./node-spec.ts";
import { bringUpOverlays } from "./node-state.ts";
import type { FleetNodeState } from "./node-state.ts";
import type { NodeFront } from "./node-front.ts";
import type { NodePlace } from "./network.ts";
import { RecordedRuns } from "./recorded-runs.ts";
import { SshdNode } from "./sshd-node.ts";
import { SshNode, type SshNodeOptions } from "./ssh-node.ts";

export type FleetOptions = {
  nodes: readonly FleetNodeSpec[];
  /** OpenSSH public key of the one client the nodes let in, as user root. */
  clientPublicKey: string;
  /** Nodes take this and the following ports in order; 0: any free ones. */
  firstPort?: number;
  /** Where host keys are kept; without it every start makes new ones. */
  hostKeyFolder?: string;
  /** What speaks SSH for the nodes: a server of our own, or OpenSSH's, one process a node. */
  front?: FleetFront;
  /** Nodes that cost this machine little, for measuring: they repeat their answers, and stand-ins whole runs. */
  isLight?: boolean;
  /** Where a node is that has an address of its own, on port 22; null: on the loopback interface. Needs the front openssh. */
  placeOf?: (spec: FleetNodeSpec) => NodePlace | null;
};

export type FleetFront = "stand-in" | "openssh";

export type FleetNode = { name: string; address: string; port: number; hostKeyFingerprint: string };

/** Stand-in compute nodes behind real SSH on the loopback interface. */
export type Fleet = {
  nodes: readonly FleetNode[];
  /** Throws for a name the fleet does not have, as do the methods below. */
  node(name: string): FleetNode;
  state(name: string): FleetNodeState;
  fault(name: string): FleetFault | null;
  /** Changes what the node says from its next command on. */
  update(name: string, change: (state: FleetNodeState) => void): Promise<void>;
  setFault(name: string, fault: FleetFault | null): Promise<void>;
  /** All nodes let in these clients from now on, and no others; OpenSSH public keys. */
  admit(clientPublicKeys: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

type Member = { name: string; address: string; state: FleetNodeState; ssh: NodeFront; hostKey: HostKey };

const LOOPBACK = "127.0.0.1";
const SSH_PORT = 22;

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const answeringPort = await AnsweringPort.open();
  const answersFolder = options.isLight ? await mkdtemp(join(tmpdir(), "overmesh-answers-")) : null;
  const close = async () => {
    await Promise.all(members.map(({ ssh }) => ssh.close()));
    await answeringPort.close();
    if (answersFolder) await rm(answersFolder, { recursive: true, force: true });
  };
  const members: Member[] = [];
  try {
    for (const [index, spec] of options.nodes.entries()) {
      const place = options.placeOf?.(spec) ?? null;
      const loopbackPort = options.firstPort ? options.firstPort + index : 0;
      members.push(
        await startMember(spec, {
          port: place ? SSH_PORT : loopbackPort,
          place,
          clientPublicKeys: [options.clientPublicKey],
          front: options.front ?? "stand-in",
          answersFolder,
          hostKeyFolder: options.hostKeyFolder ?? null,
          answeringPort,
          members,
        }),
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  await renewFiles(members);
  return fleetOf(members, close);
}

/** Nodes hold files about each other. */
async function renewFiles(members: readonly Member[]): Promise<void> {
  await Promise.all(members.map(({ ssh }) => ssh.renewFiles()));
}

type MemberSurroundings = {
  port: number;
  place: NodePlace | null;
  clientPublicKeys: readonly string[];
  front: FleetFront;
  /** Of light nodes; null: they are none. */
  answersFolder: string | null;
  hostKeyFolder: string | null;
  answeringPort: AnsweringPort;
  members: readonly Member[];
};

async function startMember(spec: FleetNodeSpec, surroundings: MemberSurroundings): Promise<Member> {
  const { port, place, clientPublicKeys, front, answersFolder, hostKeyFolder, answeringPort, members } =
    surroundings;
  const address = place?.address ?? LOOPBACK;
  const key = hostKey(hostKeyFolder, spec.name);
  const files = () => nodeFiles(statesOf(members), member.state);
  const ownAnswers = answersFolder && (await mkdtemp(join(answersFolder, "node-")));
  const answer = (name: string, args: string[]) => answerOf(member, members, name, args);
  const options: SshNodeOptions = {
    address,
    port,
    hostKey: key,
    strangeHostKey: hostKey(null, spec.name),
    clientPublicKeys,
    run: ownAnswers
      ? recordedRun((script) =>
          runNodeShell({
            ...{ answeringPort, answer, files: files(), script, signal: NEVER },
            answersFolder: ownAnswers,
          }),
        )
      : (script, signal) => runNodeShell({ answeringPort, answer, files: files(), script, signal }),
  };
  const ssh =
    front === "stand-in"
      ? new SshNode(options)
      : new SshdNode({
          ...options,
          answering: { port: answeringPort.number, token: answeringPort.admit(answer) },
          files,
          keepsAnswers: answersFolder !== null,
          place,
        });
  const member: Member = { name: spec.name, address, state: nodeFromSpec(spec), ssh, hostKey: key };
  await ssh.reservePort();
  await ssh.become(member.state.isPoweredOn, null);
  return member;
}

const NEVER = new AbortController().signal;

/** Also when whoever asked first goes away, others are told what it came to. */
function recordedRun(make: (script: Readable) => Promise<ShellRun>): SshNodeOptions["run"] {
  const runs = new RecordedRuns();
  return async (channel) => {
    const script = await text(channel);
    return runs.run(script, () => make(Readable.from([script])));
  };
}

const statesOf = (members: readonly Member[]): FleetNodeState[] => members.map(({ state }) => state);

function answerOf(member: Member, members: readonly Member[], name: string, args: string[]) {
  const fault = member.ssh.fault;
  const command = COMMANDS[name];
  const fleet = statesOf(members);
  // A node that lies about its names still meets its peers where they are.
  const node = ["sysinfo", "vmadm"].includes(name) ? stateUnderFault(member.state, fault) : member.state;
  const answer = command ? command(node, args, fleet) : refuses(`bash: ${name}: command not found`, 127);
  // It prints all it knows and still says that it failed.
  const exitCode = fault === "failing-command" && name === "vmadm" ? 1 : answer.exitCode;
  return { ...answer, exitCode, stdout: outputUnderFault(name, answer.stdout, fault) };
}

function fleetOf(members: readonly Member[], close: () => Promise<void>): Fleet {
  const find = (name: string): Member => {
    const member = members.find((candidate) => candidate.name === name);
    if (!member) throw new Error(`The fleet has no node ${JSON.stringify(name)}.`);
    return member;
  };
  const shown = ({ name, address, ssh, hostKey: key }: Member): FleetNode => {
    return { name, address, port: ssh.port, hostKeyFingerprint: key.fingerprint };
  };
  return {
    nodes: members.map(shown),
    node: (name) => shown(find(name)),
    state: (name) => structuredClone(find(name).state),
    fault: (name) => find(name).ssh.fault,
    async update(name, change) {
      const member = find(name);
      change(member.state);
      bringUpOverlays(member.state);
      await renewFiles(members);
      await member.ssh.become(member.state.isPoweredOn, member.ssh.fault);
    },
    async setFault(name, fault) {
      const member = find(name);
      await member.ssh.become(member.state.isPoweredOn, fault);
    },
    async admit(clientPublicKeys) {
      await Promise.all(members.map(({ ssh }) => ssh.admit(clientPublicKeys)));
    },
    close,
  };
}
