import type { Probe } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const ANSWERED_STATUS = 0;
/** ping(8): every packet was sent and none was answered. */
const UNANSWERED_STATUS = 1;
const NOT_RUN_STATUS_FIRST = 126;

/**
 * Lines of an address and the exit status of its ping. A ping whose packets could not be sent proves nothing and is left
 * out; one that could not even be started makes the whole unreadable.
 */
export function parseProbes(text: string): Parsed<Probe[]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return allParsed(
    lines.flatMap((line) => {
      const [targetAddress = "", status = ""] = line.split(" ");
      const exitStatus = parseInteger(status, 0, 255);
      if (parseIpv4(targetAddress) === null || exitStatus === null) {
        return [unparsable(`The probes printed an unexpected line: ${quoted(line)}.`)];
      }
      if (exitStatus >= NOT_RUN_STATUS_FIRST) return [unparsable("The node could not run ping.")];
      if (exitStatus > UNANSWERED_STATUS) return [];
      return [parsed({ targetAddress, isAnswered: exitStatus === ANSWERED_STATUS })];
    }),
  );
}
