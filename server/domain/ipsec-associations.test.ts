import { describe, expect, it } from "vitest";
import { parseAssociations } from "./ipsec-associations.ts";
import status from "./testing/vectors/08_ikeadm_ipseckey_snoop_output.json";

const BLOCK = `Base message (version 2) type DUMP, SA type ESP.
Message length 256 bytes, seq=1, pid=4711.
SA: SADB_ASSOC spi=0x9f0c1a2b, replay=64, state=MATURE
SA: Authentication algorithm = hmac-sha512
SA: Encryption algorithm = aes-cbc
SA: flags=0xa0000000 < X_USED X_PAIRED X_INBOUND >
SRC: Source address (proto=17)
SRC: AF_INET: port 0, 198.51.100.9.
DST: Destination address (proto=17)
DST: AF_INET: port 0, 203.0.113.7 <unknown>.
AKY: Authentication key.
 LT: Lifetime information
CLT: 4200 bytes protected, 0 allocations used.
`;

describe("parseAssociations", () => {
  it("knows no associations on an idle node", () => {
    const empty = status.vectors.find(({ id }) => id === "ipseckey-empty")?.output ?? "";
    expect(parseAssociations(empty)).toEqual({ isParsed: true, value: [] });
  });

  it("reads direction, state, addresses and bytes", () => {
    expect(
      parseAssociations(
        `${BLOCK}\n${BLOCK.replace("X_INBOUND", "X_OUTBOUND")}\nDump succeeded for SA type 3.\n`,
      ),
    ).toMatchObject({
      value: [
        {
          spi: "0x9f0c1a2b",
          direction: "inbound",
          state: "MATURE",
          sourceAddress: "198.51.100.9",
          destinationAddress: "203.0.113.7",
          encryptionAlgorithm: "aes-cbc",
          authenticationAlgorithm: "hmac-sha512",
          carriedBytes: 4200,
        },
        { direction: "outbound" },
      ],
    });
  });

  it("refuses a dump that is cut off", () => {
    expect(parseAssociations(BLOCK)).toEqual({
      isParsed: false,
      reason: "ipseckey did not finish its dump.",
    });
  });
});
