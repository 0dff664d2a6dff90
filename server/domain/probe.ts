import type { Probe } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const NOT_RUN_STATUS_FIRST = 126;

/** Lines of an address and the exit status of its ping. A ping that could not be started proves nothing. */
export function parseProbes(text: string): Parsed<Probe[]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return allParsed(
    lines.map((line) => {
      const [targetAddress = "", status = ""] = line.split(" ");
      const exitStatus = parseInteger(status, 0, 255);
      if (parseIpv4(targetAddress) === null || exitStatus === null) {
        return unparsable(`The probes printed an unexpected line: ${quoted(line)}.`);
      }
      if (exitStatus >= NOT_RUN_STATUS_FIRST) return unparsable("The node could not run ping.");
      return parsed({ targetAddress, isAnswered: exitStatus === 0 });
    }),
  );
}
