import { describe, expect, it } from "vitest";
import { codeMail, warningMail } from "./mail-message.ts";
import type { Told } from "./told.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const CLOUD = { url: "https://overmesh.example.org", isCloud: true };

function told(id: string, part: Partial<Told["warning"]> = {}, effectCount = 0): Told {
  const warning = {
    id,
    code: "node-unreachable",
    severity: "critical" as const,
    subjectKind: "node",
    subjectLabel: id,
    cause: "It does not answer.",
    remedy: "Look at it.",
    touches: [],
    vdcId: null,
    openedAt: AT,
    resolvedAt: null,
    effectCount: 0,
    ...part,
  };
  return { change: "opened", warning, effectCount };
}

describe("warningMail", () => {
  it("says of one warning what it is, and leads to it", () => {
    const { subject, text } = warningMail([told("prg01", {}, 30)], CLOUD);
    expect(subject).toMatch(/^Overmesh: .+: prg01 \(opened\)$/);
    expect(text).toContain("Critical, opened, and 30 effects\nIt does not answer.\nWhat to do: Look at it.");
    expect(text).toContain("https://overmesh.example.org/warnings?state=all&warning=prg01");
  });

  it("is one mail for 200 warnings, with the rest counted", () => {
    const { subject, text } = warningMail(
      Array.from({ length: 200 }, (_, index) => told(`n${index}`)),
      CLOUD,
    );
    expect(subject).toBe("Overmesh: Warnings: 200 opened");
    expect(text).toContain("And 150 more, which Overmesh shows.");
  });

  it("leads people of a vDC to their own page", () => {
    const { text } = warningMail([told("n", { vdcId: "v1" })], { ...CLOUD, isCloud: false });
    expect(text).toContain("https://overmesh.example.org/vdcs/v1/warnings");
    expect(text).not.toContain("/warnings?state");
  });

  it("lets nothing that a node wrote become markup or a header", () => {
    const evil = `<img src=x onerror="alert('1')">&\r\nBcc: everybody@example.org`;
    const { subject, html } = warningMail(
      [told("n", { subjectLabel: evil, cause: evil, remedy: evil })],
      CLOUD,
    );
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(150);
  });
});

describe("codeMail", () => {
  it("carries the code", () => {
    expect(codeMail("012345").text).toContain("Your code for Overmesh is 012345.");
  });
});
