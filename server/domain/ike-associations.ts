import type { SectionOutput } from "./refresh.ts";
import type { IkeAssociation, IkeFacts } from "./facts.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

const COMMAND_MISSING_STATUS = 127;

/** Output of `ikeadm -n -p dump p1`, read by line prefix. Without in.iked, or without ikeadm, nobody negotiates keys. */
export function parseIkeAssociations({ stdout, stderr, exitCode }: SectionOutput): Parsed<IkeFacts> {
  const said = `${stdout}\n${stderr}`;
  if (exitCode === COMMAND_MISSING_STATUS || /Unable to communicate with in\.iked/.test(said)) {
    return parsed({ isRunning: false, associations: [] });
  }
  if (exitCode !== 0) return unparsable(`ikeadm failed with status ${exitCode}: ${quoted(stderr)}.`);
  if (!/^Completed dump of phase 1 SA info$/m.test(stdout))
    return unparsable("ikeadm did not finish its dump.");
  const [, ...blocks] = stdout.split(/^IKESA: Cookies:/m);
  const associations = allParsed(blocks.map(parseAssociation));
  return associations.isParsed ? parsed({ isRunning: true, associations: associations.value }) : associations;
}

function parseAssociation(block: string): Parsed<IkeAssociation> {
  const word = (pattern: RegExp) => pattern.exec(block)?.[1] ?? null;
  const group = (pattern: RegExp) => parseInteger(word(pattern) ?? "", 0, 65_535);
  const state = word(/^IKESA: Current state is (.+?)\s*$/m);
  const localAddress = word(addressLine("LOCIP"));
  const remoteAddress = word(addressLine("REMIP"));
  if (state === null || localAddress === null || remoteAddress === null) {
    return unparsable("ikeadm printed an association without state or addresses.");
  }
  const role = word(/^IKESA: The local host is the (initiator|responder)\.$/m);
  return parsed({
    state,
    role: role === "initiator" || role === "responder" ? role : null,
    localAddress,
    remoteAddress,
    authenticationMethod: word(/^XFORM: Authentication method: (.+?)\s*$/m),
    encryptionAlgorithm: word(/^XFORM: Encryption alg: ([^;\s]+)/m),
    hashAlgorithm: word(/^XFORM: .*Authentication alg: ([^;\s]+)/m),
    diffieHellmanGroup: group(/^XFORM: PRF: .*Oakley Group: .*\(group (\d+)\)/m),
    perfectForwardSecrecyGroup: group(/^XFORM: Phase 2 PFS is required \(Oakley Group: .*\(group (\d+)\)\)/m),
    expiresInSeconds: parseInteger(word(/^LIFTM: SA expires in (\d+) seconds/m) ?? "", 0, 2 ** 31),
  });
}

/** A line like `LOCIP: AF_INET: port 500, 203.0.113.7 <unknown>.`, the full stop left out. */
function addressLine(prefix: "LOCIP" | "REMIP"): RegExp {
  return new RegExp(`^${prefix}: AF_INET6?: port \\d+, ([0-9a-fA-F:.]*[0-9a-fA-F:])`, "m");
}
