import * as z from "zod";
import { NodeEnrolment, SshAddress, SshPort } from "./node-enrolment.ts";

const ROWS_MAX = 1000;
const FINGERPRINT = /^(?:SHA256:)?([A-Za-z0-9+/]{43})=?$/;

/** One line of a list of nodes; `problem` says why it cannot be enrolled, and then nothing else of it counts. */
export type ListedNode = {
  /** Counts from 1 over all lines of the text. */
  line: number;
  text: string;
  sshAddress: string;
  sshPort: number;
  expectedFingerprint: string | null;
  problem: string | null;
};

export const ListedEnrolments = z.object({
  nodes: z
    .array(
      NodeEnrolment.extend({
        expectedFingerprint: z
          .string()
          .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "This is not a host key's fingerprint.")
          .nullable(),
      }),
    )
    .min(1, "The list has no node.")
    .max(ROWS_MAX, `Enrol at most ${ROWS_MAX} nodes at once.`),
  /** A node that shows the expected key is confirmed by itself. */
  confirmExpected: z.boolean({ error: "Say yes or no." }),
});
export type ListedEnrolments = z.infer<typeof ListedEnrolments>;

/**
 * Lines of `address`, `address:port` or `[address]:port`, each with an expected fingerprint or without, parted by a comma,
 * semicolon, tab or spaces. Empty lines, lines that begin with # and a heading are left out.
 */
export function parseEnrolmentList(text: string): ListedNode[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, text: line.trim() }));
  const rows = lines.filter(({ text: line }) => line !== "" && !line.startsWith("#")).map(parseLine);
  const [first, ...others] = rows;
  const isHeading = first !== undefined && /^"?(ssh[ _]?)?address/i.test(first.text);
  return withRepetitions(isHeading ? others : rows).map((row, index) =>
    index < ROWS_MAX ? row : { ...row, problem: `A list has at most ${ROWS_MAX} nodes.` },
  );
}

function parseLine({ line, text }: { line: number; text: string }): ListedNode {
  const [endpoint = "", fingerprint = "", ...more] = text
    .split(/[\s,;]+/)
    .map((cell) => cell.replace(/^"(.*)"$/, "$1"))
    .filter((cell) => cell !== "");
  const [, bracketed, afterBracket, plain, afterPlain] =
    /^(?:\[([^\]]+)\](?::(\d+))?|([^:[\]]+)(?::(\d+))?)$/.exec(endpoint) ?? [];
  const address = SshAddress.safeParse(bracketed ?? plain ?? endpoint);
  const port = SshPort.safeParse(afterBracket ?? afterPlain ?? 22);
  const [, digest] = FINGERPRINT.exec(fingerprint) ?? [];
  const problems = [
    ...(address.success ? [] : [address.error.issues[0]?.message ?? ""]),
    ...(port.success ? [] : [port.error.issues[0]?.message ?? ""]),
    ...(fingerprint === "" || digest ? [] : ["This is not a host key's fingerprint."]),
    ...(more.length > 0 ? ["A line has an address and a fingerprint, and nothing else."] : []),
  ];
  return {
    line,
    text,
    sshAddress: address.data ?? "",
    sshPort: port.data ?? 0,
    expectedFingerprint: digest ? `SHA256:${digest}` : null,
    problem: problems[0] ?? null,
  };
}

function withRepetitions(rows: readonly ListedNode[]): ListedNode[] {
  const lineByEndpoint = new Map<string, number>();
  return rows.map((row) => {
    if (row.problem !== null) return row;
    const endpoint = `${row.sshAddress} ${row.sshPort}`;
    const line = lineByEndpoint.get(endpoint);
    if (line === undefined) lineByEndpoint.set(endpoint, row.line);
    return line === undefined ? row : { ...row, problem: `The same as line ${line}.` };
  });
}
