import type { PathProbe } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const IPV4_PACKET_BYTES_MAX = 65_535;

/**
 * Lines of an address, the bytes that passed and the least that did not (`-`: all that were tried passed), read in order of
 * the addresses: they are measured side by side, and who is first is chance. A line without its end is left out: the
 * measurement may have been stopped while it was printed.
 */
export function parsePathProbes(text: string): Parsed<PathProbe[]> {
  const lines = text.split("\n").slice(0, -1);
  const read = allParsed(
    lines.flatMap((line): Parsed<PathProbe>[] => {
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
  const orderOf = ({ peerAddress }: PathProbe) => parseIpv4(peerAddress) ?? 0;
  return read.isParsed ? parsed(read.value.toSorted((a, b) => orderOf(a) - orderOf(b))) : read;
}
