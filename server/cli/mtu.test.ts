import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./mtu.ts", import.meta.url));

function run(line: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...line.split(" ").filter(Boolean)],
    {
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

describe("the mtu command", () => {
  it("prints one JSON object that proves the customary 1400 fragments", () => {
    const { status, stdout, stderr } = run(
      "--underlay 1500 --esp aes-cbc-128/sha512 --mode transport --inner-mtu 1400",
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      innerMtuBytesMax: 1392,
      outerBytes: 1516,
      fragments: [{ outerBytes: 1500 }, { outerBytes: 36 }],
      underlayMtuBytesMin: 1516,
    });
  });

  it.each([
    ["", "--underlay must be a whole number of bytes from 576 to 65535."],
    ["--underlay 575 --esp none", "--underlay must be a whole number of bytes from 576 to 65535."],
    ["--underlay 1500 --esp rot13", "--esp must be none or a transform such as"],
    ["--underlay 1500 --esp none --nat-t", "cannot go with --esp none."],
    ["--underlay 1500 --esp aes-gcm-128 --outer ipv5", "--outer must be ipv4 or ipv6."],
    ["--underlay 1500 --esp aes-gcm-128 --inner-mtu 1400.5", "--inner-mtu must be a whole number"],
    ["--underlay 1500 --esp aes-gcm-128 --frobnicate", "Unknown option '--frobnicate'."],
  ])("refuses %j with one sentence", (line, sentence) => {
    const { status, stdout, stderr } = run(line);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
