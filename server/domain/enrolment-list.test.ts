import { describe, expect, it } from "vitest";
import { parseEnrolmentList } from "./enrolment-list.ts";

const DIGEST = "a".repeat(43);
const only = (text: string) => parseEnrolmentList(text)[0];

describe("parseEnrolmentList", () => {
  it.each([
    { text: "10.0.0.1", node: { sshAddress: "10.0.0.1", sshPort: 22, expectedFingerprint: null } },
    { text: "10.0.0.1:2222", node: { sshAddress: "10.0.0.1", sshPort: 2222 } },
    { text: "[2001:DB8::1]:2222", node: { sshAddress: "2001:db8::1", sshPort: 2222 } },
    { text: "2001:db8::1", node: { sshAddress: "2001:db8::1", sshPort: 22 } },
    { text: `10.0.0.1, SHA256:${DIGEST}`, node: { expectedFingerprint: `SHA256:${DIGEST}` } },
    { text: `"10.0.0.1";"${DIGEST}="`, node: { expectedFingerprint: `SHA256:${DIGEST}` } },
    { text: `10.0.0.1\t${DIGEST}`, node: { expectedFingerprint: `SHA256:${DIGEST}` } },
  ])("reads “$text”", ({ text, node }) => {
    expect(only(text)).toMatchObject({ ...node, problem: null });
  });

  it.each([
    { text: "node-1.example", problem: "names are not looked up" },
    { text: "10.0.0.1:99999", problem: "1 to 65535" },
    { text: "10.0.0.1 MD5:aa:bb", problem: "not a host key's fingerprint" },
    { text: `10.0.0.1 ${DIGEST} more`, problem: "nothing else" },
    { text: "10.0.0.1; rm -rf /", problem: "not a host key's fingerprint" },
    { text: "10.0.0.300", problem: "Give an IPv4 or IPv6 address" },
  ])("says what is wrong with “$text”", ({ text, problem }) => {
    expect(only(text)?.problem).toContain(problem);
  });

  it("leaves out headings, comments and empty lines, and tells repetitions by their line", () => {
    const rows = parseEnrolmentList(
      "address,fingerprint\r\n\r\n# prague\n10.0.0.1\n10.0.0.1:22\n10.0.0.1:23\n",
    );
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [4, null],
      [5, "The same as line 4."],
      [6, null],
    ]);
  });

  it("takes at most 1000 nodes", () => {
    const text = Array.from({ length: 1001 }, (_, index) => `10.0.${index >> 8}.${index & 255}`).join("\n");
    expect(parseEnrolmentList(text).filter(({ problem }) => problem !== null)).toHaveLength(1);
  });
});
