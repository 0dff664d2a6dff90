import type { PathProbe } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const IPV4_PACKET_BYTES_MAX = 65_535;

/**
 * Lines of an address, the bytes that passed and the least that did not (`-`: all that were tried passed). A line without its
 * end is left out: the measurement may have been stopped while it was printed.
 */
export function parsePathProbes(text: string): Parsed<PathProbe[]> {
  const lines = text.split("\n").slice(0, -1);
  return allParsed(
    lines.flatMap((line) => {
      if (line === "") return [];
      const [peerAddress = "", passed = "", refused = ""] = line.split(" ");
      const bytesThatPassed = parseInteger(passed, 1, IPV4_PACKET_BYTES_MAX);
      const bytesThatDidNot = parseInteger(refused, 1, IPV4_PACKET_BYTES_MAX);
      const isRead = bytesThatPassed !== null && (bytesThatDidNot !== null || refused === "-");
      if (parseIpv4(peerAddress) === null || !isRead) {
        return [unparsable(`The path probes printed an unexpected line: ${quoted(line)}.`)];
      }
      return [parsed({ peerAddress, bytesThatPassed, bytesThatDidNot })];
    }),
  );
}
