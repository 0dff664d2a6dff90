import { describe, expect, it } from "vitest";
import { parseOverlays } from "./overlay.ts";
import { parseParsableRows } from "./parsable-rows.ts";
import showOverlay from "./testing/vectors/02b_dladm_show_overlay_output.json";

const SHOWN = showOverlay.vectors;

describe("parseParsableRows", () => {
  it.each(SHOWN.filter(({ parsed }) => Array.isArray(parsed?.[0])))(
    "undoes the escapes of $id",
    ({ stdout, parsed }) => {
      expect(parseParsableRows(stdout, parsed?.[0]?.length ?? 0, "dladm")).toEqual({
        isParsed: true,
        value: parsed,
      });
    },
  );
});

describe("parseOverlays", () => {
  const properties = (name: string, vxlanId: number) =>
    `${name}:mtu:1400\n${name}:vnetid:${vxlanId}\n${name}:vxlan/listen_ip:0.0.0.0\n${name}:vxlan/listen_port:4790\n${name}:files/config:/opt/x.json\n`;

  it("gives each overlay its own status, which sysinfo does not", () => {
    const status = SHOWN.find(({ id }) => id === "status-details")?.stdout ?? "";
    const overlays = parseOverlays(status, properties("customer77", 77) + properties("adminoverlay2", 2), [
      "customer",
      "adminoverlay",
    ]);
    expect(overlays).toMatchObject({
      value: [
        {
          name: "customer77",
          overlayRuleName: "customer",
          vxlanId: 77,
          status: "degraded",
          statusDetail: "failed to read /opt/x: no such file",
        },
        {
          name: "adminoverlay2",
          overlayRuleName: "adminoverlay",
          vxlanId: 2,
          status: "online",
          statusDetail: null,
          listenPort: 4790,
        },
      ],
    });
  });

  it.each([
    { name: "rule_77", ruleNames: ["rule_"], overlayRuleName: "rule_" },
    { name: "gone77", ruleNames: ["rule"], overlayRuleName: null },
    { name: "any77", ruleNames: null, overlayRuleName: "any" },
  ])("finds the rule of $name", ({ name, ruleNames, overlayRuleName }) => {
    expect(parseOverlays(`${name}:ONLINE:-\n`, properties(name, 77), ruleNames)).toMatchObject({
      value: [{ overlayRuleName }],
    });
  });

  it("knows no overlays on a node without any", () => {
    expect(parseOverlays("", "", [])).toEqual({ isParsed: true, value: [] });
  });

  it("refuses a port or VXLAN id out of range", () => {
    expect(parseOverlays("a1:ONLINE:-\n", "a1:vxlan/listen_port:70000\n", []).isParsed).toBe(false);
    expect(parseOverlays("a1:ONLINE:-\n", "a1:vnetid:16777216\n", []).isParsed).toBe(false);
  });
});
