import { describe, expect, it } from "vitest";
import { parseIkeAssociations } from "./ike-associations.ts";
import status from "./testing/vectors/08_ikeadm_ipseckey_snoop_output.json";

const outputOf = (id: string) => status.vectors.find((vector) => vector.id === id)?.output ?? "";
const section = (stdout: string, exitCode: number | null = 0, stderr = "") => ({
  stdout,
  stderr,
  exitCode,
});

describe("parseIkeAssociations", () => {
  it("reads state, role, ends, algorithms and what is left of an association", () => {
    expect(parseIkeAssociations(section(outputOf("p1-active")))).toEqual({
      isParsed: true,
      value: {
        isRunning: true,
        associations: [
          {
            state: "ACTIVE",
            role: "initiator",
            localAddress: "203.0.113.7",
            remoteAddress: "198.51.100.9",
            authenticationMethod: "pre-shared key",
            encryptionAlgorithm: "aes-cbc(128)",
            hashAlgorithm: "hmac-sha256",
            diffieHellmanGroup: 5,
            perfectForwardSecrecyGroup: 5,
            expiresInSeconds: 612,
          },
        ],
      },
    });
  });

  it("reads a state of several words, and one record for each line of cookies", () => {
    const active = outputOf("p1-active").replace(/\nCompleted.*\n$/s, "");
    const waiting = active.replace("state is ACTIVE", "state is SENT FIRST MSG (SA)");
    const result = parseIkeAssociations(section(`${active}${waiting}\nCompleted dump of phase 1 SA info\n`));
    expect(result).toMatchObject({
      value: { associations: [{ state: "ACTIVE" }, { state: "SENT FIRST MSG (SA)" }] },
    });
  });

  it.each([
    { what: "no association", text: section(outputOf("p1-none")), isRunning: true },
    { what: "no in.iked", text: section("", 1, outputOf("p1-iked-down")), isRunning: false },
    { what: "no ikeadm", text: section("", 127, "ikeadm: No such file or directory"), isRunning: false },
  ])("takes $what for an answer", ({ text, isRunning }) => {
    expect(parseIkeAssociations(text)).toEqual({ isParsed: true, value: { isRunning, associations: [] } });
  });

  it.each([
    { what: "a dump without its end", text: section(outputOf("p1-active").replace(/Completed.*/, "")) },
    { what: "another failure", text: section("", 1, "ikeadm: permission denied") },
    {
      what: "an association without addresses",
      text: section("IKESA: Cookies: x\nIKESA: Current state is ACTIVE\nCompleted dump of phase 1 SA info\n"),
    },
  ])("does not read $what", ({ text }) => {
    expect(parseIkeAssociations(text)).toMatchObject({ isParsed: false });
  });
});
