import { describe, expect, it } from "vitest";
import { parseOverlayRule, parseOverlayRules } from "./overlay-rule.ts";
import { parsePropertyText } from "./overlay-rule-options.ts";
import usbkeyConfig from "./testing/vectors/10_usbkey_config.json";
import { vectorsOf } from "./testing/vectors.ts";
import createOverlay from "./testing/vectors/02_dladm_create_overlay.json";
import nicTags from "./testing/vectors/03_nictags_overlay_rules_vmadm.json";

const TEXT =
  "-e vxlan -p vxlan/listen_ip=0.0.0.0 -p vxlan/listen_port=4790 -s files -p files/config=/opt/custom/networking/customer_overlay.json -p mtu=1400";

describe("parseOverlayRule", () => {
  it("reads the customary form", () => {
    expect(parseOverlayRule("customer", TEXT)).toEqual({
      name: "customer",
      text: TEXT,
      encapsulation: "vxlan",
      search: "files",
      listenAddress: "0.0.0.0",
      listenPort: 4790,
      arpFilePath: "/opt/custom/networking/customer_overlay.json",
      mtuBytes: 1400,
      problems: [],
    });
  });

  it.each([
    {
      form: "commas",
      text: "-e vxlan -s files -p vxlan/listen_ip=10.0.0.5,vxlan/listen_port=4790,files/config=/x.json,mtu=1300",
    },
    {
      form: "long options",
      text: "--encap vxlan --search=files --prop vxlan/listen_ip=10.0.0.5,vxlan/listen_port=4790 --prop files/config=/x.json,mtu=1300",
    },
    {
      form: "the last of two values",
      text: "-evxlan -sfiles -p mtu=1400,vxlan/listen_ip=10.0.0.5,vxlan/listen_port=4790,files/config=/x.json,mtu=1300",
    },
  ])("reads $form", ({ text }) => {
    const { listenAddress, listenPort, arpFilePath, mtuBytes, problems } = parseOverlayRule("customer", text);
    expect({ listenAddress, listenPort, arpFilePath, mtuBytes, problems }).toEqual({
      listenAddress: "10.0.0.5",
      listenPort: 4790,
      arpFilePath: "/x.json",
      mtuBytes: 1300,
      problems: [],
    });
  });

  const LINES = vectorsOf(createOverlay, "command_lines").filter(({ input }) => input.startsWith("-"));
  const ABOUT_VXLAN_ID = /virtual network id|25 bits|no suffixes/;
  it.each(LINES.filter(({ why }) => !ABOUT_VXLAN_ID.test(why)))(
    "finds fault exactly where dladm does: $why",
    ({ input, expect: verdict }) => {
      const rule = input.replace(/ (?:-v|--vnetid) \S+/, "").replace(/ (\w*\d)( extra)?$/, "$2");
      expect(parseOverlayRule("customer", rule).problems.length === 0).toBe(verdict === "ok");
    },
  );

  it.each(vectorsOf(nicTags, "name_validators").filter(({ row }) => row["fn"] === "valid_overlay_rule"))(
    "judges the rule name “$input” as nictagadm does",
    ({ input, expect: verdict }) => {
      const isSkipped = parseOverlayRule(input, TEXT).problems.some((problem) =>
        problem.includes("skips the rule silently"),
      );
      expect(isSkipped).toBe(verdict !== "ok");
    },
  );

  it("tells a name of 20 characters, and one no overlay can be made of", () => {
    expect(parseOverlayRule("twenty_chars_name_xx", TEXT).problems).toHaveLength(1);
    expect(parseOverlayRule("9nine", TEXT).problems).toEqual([
      "The name starts with a digit, so no overlay can be made of it.",
    ]);
  });
});

describe("parsePropertyText", () => {
  it.each(vectorsOf(createOverlay, "prop_strings"))("splits “$input” as dladm does", ({ input, row }) => {
    const { values, problems } = parsePropertyText(input.replace(/,$/, ""));
    const parsed = String(row["parsed"]);
    const isSound = parsed.startsWith("ok") && !parsed.includes("|") && !parsed.includes(":}");
    expect(problems.length === 0).toBe(isSound);
    const wanted = [...parsed.matchAll(/\{([^:]+):([^}]*)\}/g)].map(
      ([, name = "", value = ""]) => [name, value] as const,
    );
    expect(isSound ? values : null).toEqual(isSound ? new Map(wanted) : null);
  });
});

describe("parseOverlayRules", () => {
  it("knows that a node without the file has no rules", () => {
    expect(parseOverlayRules("", null)).toEqual({ isParsed: true, value: [] });
  });

  it.each(vectorsOf(nicTags, "overlay_rules_json"))("judges $input: $why", ({ input, expect: verdict }) => {
    const rules = parseOverlayRules(input, null);
    expect(rules.isParsed).toBe(verdict !== "error");
    const isSound = rules.isParsed && rules.value.every(({ problems }) => problems.length === 0);
    expect(isSound).toBe(verdict === "ok");
  });

  it("takes the rules from the configuration when a quote spoiled the file, and says that none is loaded", () => {
    const rules = parseOverlayRules(
      `{"customer": "-p files/config="/x""}`,
      `overlay_rule_customer="${TEXT}"\n`,
    );
    if (!rules.isParsed) throw new Error(rules.reason);
    expect(rules.value).toMatchObject([{ name: "customer", text: TEXT, listenPort: 4790 }]);
    expect(rules.value[0]?.problems[0]).toContain("the node ignores every rule");
  });

  it("finds the rule among the other lines of a node's configuration", () => {
    const config = usbkeyConfig.examples.find(({ id }) => id === "danube-adminoverlay")?.input ?? "";
    expect(parseOverlayRules("{", config)).toMatchObject({
      value: [{ name: "adminoverlay", listenPort: 4793, mtuBytes: 1300 }],
    });
  });
});
