import type { Capture, Drop, Flow, PacketKind, PhaseOne } from "./capture.ts";

const TEXT_LENGTH_MAX = 1_000_000;
const LINES_MAX = 20_000;
const LINE_LENGTH_MAX = 500;
/** More kinds of packets than a person reads. */
const ROWS_MAX = 200;

const IKE_PORTS: readonly number[] = [500, 4500];
/** Rules count up from 4790; IANA's own is 4789. */
const VXLAN_PORT_FIRST = 4789;
const VXLAN_PORT_LAST = 4889;

/** A name or address as printed, masked ones included. */
const NAME = "([A-Za-z0-9_][A-Za-z0-9_.:-]{0,254})";
const SNOOP_LINE = new RegExp(`(?:^|\\s)${NAME} -> ${NAME}\\s+(.*)$`);

/**
 * Reads text that somebody pasted: lines of `snoop`, reports of packets that IPsec dropped, and `ikeadm dump p1`. Anything else
 * is passed over. `vxlanPorts`: what else counts as VXLAN.
 */
export function readCapture(text: string, vxlanPorts: readonly number[] = []): Capture {
  const { lines, isCut } = linesOf(text);
  const reader = new CaptureReader(vxlanPorts);
  for (const line of lines) reader.read(line);
  return { ...reader.result(), lineCount: lines.length, isCut };
}

/** Bounded before anything looks at it; escape sequences of terminals and other control characters are taken out. */
function linesOf(text: string): { lines: string[]; isCut: boolean } {
  const bounded = text.slice(0, TEXT_LENGTH_MAX);
  const all = bounded.split(/\r\n|[\r\n]/);
  const lines = all.slice(0, LINES_MAX).map((line) =>
    line
      .slice(0, LINE_LENGTH_MAX)
      // oxlint-disable-next-line no-control-regex
      .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "")
      .replace(/\t/g, " ")
      .replace(/[\p{Cc}\p{Bidi_Control}]/gu, "")
      .trim(),
  );
  return {
    lines: lines.filter((line) => line !== ""),
    isCut: bounded.length < text.length || lines.length < all.length,
  };
}

class CaptureReader {
  readonly #vxlanPorts: readonly number[];
  readonly #flows = new Map<string, Flow>();
  readonly #drops = new Map<string, Drop>();
  readonly #phaseOnes: PhaseOne[] = [];
  #drop: Partial<Drop> | null = null;
  #phaseOne: Partial<PhaseOne> | null = null;
  #isIkeServiceDown = false;
  #readCount = 0;

  constructor(vxlanPorts: readonly number[]) {
    this.#vxlanPorts = vxlanPorts;
  }

  read(line: string): void {
    if (this.#readSnoop(line) || this.#readDrop(line) || this.#readPhaseOne(line)) this.#readCount += 1;
  }

  result(): Omit<Capture, "lineCount" | "isCut"> {
    this.#endPhaseOne();
    return {
      flows: [...this.#flows.values()].toSorted((a, b) => b.count - a.count),
      drops: [...this.#drops.values()].toSorted((a, b) => b.count - a.count),
      phaseOnes: this.#phaseOnes,
      isIkeServiceDown: this.#isIkeServiceDown,
      readCount: this.#readCount,
    };
  }

  #readSnoop(line: string): boolean {
    const [, source, destination, rest] = SNOOP_LINE.exec(line) ?? [];
    if (source === undefined || destination === undefined || rest === undefined) return false;
    const destinationPort = numberAfter(rest, /\bD=(\d{1,5})\b/);
    const kind = this.#kindOf(rest, destinationPort, numberAfter(rest, /\bS=(\d{1,5})\b/));
    const length = numberAfter(rest, /\bLEN=(\d{1,6})\b/);
    const key = JSON.stringify([kind, source, destination]);
    const known = this.#flows.get(key);
    if (known) {
      known.count += 1;
      known.lengthMax = Math.max(known.lengthMax ?? 0, length ?? 0) || null;
      if (known.destinationPort !== destinationPort) known.destinationPort = null;
    } else if (this.#flows.size < ROWS_MAX) {
      this.#flows.set(key, { kind, source, destination, destinationPort, count: 1, lengthMax: length });
    }
    return true;
  }

  #kindOf(rest: string, destinationPort: number | null, sourcePort: number | null): PacketKind {
    if (/fragment(ation)?\s+needed/i.test(rest)) return "fragmentation-needed";
    if (/\bfragment\b.*\bOffset=[1-9]/i.test(rest)) return "fragment";
    if (/^ESP\b/.test(rest)) return "esp";
    if (destinationPort === null || !/^UDP\b/.test(rest)) return "other";
    if (IKE_PORTS.includes(destinationPort) || (sourcePort !== null && IKE_PORTS.includes(sourcePort)))
      return "ike";
    const isVxlan =
      (destinationPort >= VXLAN_PORT_FIRST && destinationPort <= VXLAN_PORT_LAST) ||
      this.#vxlanPorts.includes(destinationPort);
    return isVxlan ? "vxlan" : "other";
  }

  #readDrop(line: string): boolean {
    const [, direction] = /^IPsec dropped an (inbound|outbound) IPv[46] packet\.$/.exec(line) ?? [];
    if (direction === "inbound" || direction === "outbound") {
      this.#drop = { direction };
      return true;
    }
    if (!this.#drop) return false;
    const [, field, value = ""] =
      /^(Src IP address|Dst IP address|Dst port|Dropped by): (.{1,80})$/.exec(line) ?? [];
    if (field === "Src IP address") this.#drop.source = value;
    else if (field === "Dst IP address") this.#drop.destination = value;
    else if (field === "Dst port") this.#drop.destinationPort = numberAfter(value, /^(\d{1,5})$/);
    else if (field === "Dropped by") this.#endDrop(value);
    else return /^(IPPROTO|Src port|Packet len):/.test(line);
    return true;
  }

  #endDrop(droppedBy: string): void {
    const { direction, source, destination, destinationPort = null } = this.#drop ?? {};
    this.#drop = null;
    if (!direction || source === undefined || destination === undefined) return;
    const key = JSON.stringify([direction, droppedBy, source, destination]);
    const known = this.#drops.get(key);
    if (known) known.count += 1;
    else if (this.#drops.size < ROWS_MAX) {
      this.#drops.set(key, { direction, droppedBy, source, destination, destinationPort, count: 1 });
    }
  }

  #readPhaseOne(line: string): boolean {
    if (/Unable to communicate with in\.iked/.test(line)) {
      this.#isIkeServiceDown = true;
      return true;
    }
    if (/^IKESA: Cookies:/.test(line)) {
      this.#endPhaseOne();
      this.#phaseOne = {};
      return true;
    }
    if (!this.#phaseOne) return false;
    const [, role] = /^IKESA: The local host is the (initiator|responder)\.$/.exec(line) ?? [];
    const [, state] = /^IKESA: Current state is (.{1,40})$/.exec(line) ?? [];
    const [, end, address] =
      /^(LOCIP|REMIP): AF_INET6?: port \d+, ([0-9A-Fa-f.:]*[0-9A-Fa-f])/.exec(line) ?? [];
    if (role === "initiator" || role === "responder") this.#phaseOne.role = role;
    if (state) this.#phaseOne.state = state.replace(/\.$/, "");
    if (end === "LOCIP" && address) this.#phaseOne.local = address;
    if (end === "REMIP" && address) this.#phaseOne.remote = address;
    return /^(IKESA|XFORM|LOCIP|REMIP|LIFTM|STATS|ERRS|LOCID|REMID):/.test(line);
  }

  #endPhaseOne(): void {
    const { role, state, local, remote } = this.#phaseOne ?? {};
    this.#phaseOne = null;
    if (role && state && local && remote && this.#phaseOnes.length < ROWS_MAX) {
      this.#phaseOnes.push({ local, remote, role, state });
    }
  }
}

function numberAfter(text: string, pattern: RegExp): number | null {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
