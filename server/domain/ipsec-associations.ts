import type { SecurityAssociation } from "./facts.ts";
import { allParsed, type Parsed, parsed, parseInteger, unparsable } from "./parsed.ts";

/** Output of `ipseckey -n -p dump esp`, read by line prefix. Its trailer tells that it is complete. */
export function parseAssociations(text: string): Parsed<SecurityAssociation[]> {
  if (!/^Dump succeeded for SA type \d+\.$/m.test(text))
    return unparsable("ipseckey did not finish its dump.");
  const [, ...blocks] = text.split(/^Base message /m);
  return allParsed(blocks.map(parseAssociation));
}

function parseAssociation(block: string): Parsed<SecurityAssociation> {
  const [, spi, state] = /^SA: SADB_ASSOC spi=0x([0-9a-f]{1,8}),.* state=(\S+)/m.exec(block) ?? [];
  const sourceAddress = addressOf(block, "SRC");
  const destinationAddress = addressOf(block, "DST");
  if (!spi || !state || !sourceAddress || !destinationAddress) {
    return unparsable("ipseckey printed an association without SPI, state or addresses.");
  }
  const [, flags = ""] = /^SA: flags=\S+ <([^>\n]*)>/m.exec(block) ?? [];
  const [, bytes = ""] = /^CLT: (\d+) bytes protected/m.exec(block) ?? [];
  return parsed({
    spi: `0x${spi}`,
    direction: flags.includes("X_INBOUND") ? "inbound" : flags.includes("X_OUTBOUND") ? "outbound" : null,
    state,
    sourceAddress,
    destinationAddress,
    encryptionAlgorithm: /^SA: Encryption algorithm = (\S+)/m.exec(block)?.[1] ?? null,
    authenticationAlgorithm: /^SA: Authentication algorithm = (\S+)/m.exec(block)?.[1] ?? null,
    carriedBytes: parseInteger(bytes, 0, Number.MAX_SAFE_INTEGER),
  });
}

/** Of a line like `SRC: AF_INET: port 0, 203.0.113.7 <unknown>.`, the full stop left out. */
function addressOf(block: string, prefix: string): string | null {
  return (
    new RegExp(`^${prefix}: AF_INET6?: port \\d+, ([0-9a-fA-F:.]*[0-9a-fA-F:])`, "m").exec(block)?.[1] ?? null
  );
}
