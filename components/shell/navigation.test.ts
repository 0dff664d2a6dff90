import { describe, expect, it } from "vitest";
import { currentHref, currentVdc, navigationFor, type ShellActor, type ShellVdc } from "./navigation.ts";

const red: ShellVdc = { vdcId: "v1", vdcName: "red", role: "network-admin" };
const blue: ShellVdc = { vdcId: "v2", vdcName: "blue", role: "viewer" };
const operator: ShellActor = { name: "ada", cloudRole: "operator", vdcs: [] };
const member: ShellActor = { name: "ben", cloudRole: null, vdcs: [red, blue] };

const hrefsFor = (actor: ShellActor, vdc: ShellVdc | null) =>
  navigationFor(actor, vdc).flatMap(({ items }) => items.map(({ href }) => href));

describe("navigationFor", () => {
  it("offers an operator the whole cloud", () => {
    expect(hrefsFor(operator, null)).toEqual([
      "/",
      "/warnings",
      "/networks",
      "/vdcs",
      "/requests",
      "/resting-ids",
      "/mesh",
      "/what-if",
      "/pdcs",
      "/nodes",
      "/inventory",
      "/overlay-rules",
      "/requirements",
      "/diagnose",
      "/refreshes",
      "/audit",
      "/people",
      "/settings",
      "/help",
    ]);
  });

  it("offers a network-admin the vDC, its mesh and its warnings, and nothing of the cloud", () => {
    expect(hrefsFor(member, red)).toEqual([
      "/",
      "/vdcs/v1/warnings",
      "/vdcs/v1/networks",
      "/vdcs/v1/delegation",
      "/vdcs/v1/members",
      "/mesh",
      "/settings",
      "/help",
    ]);
  });

  it("hides a vDC's members from its viewers", () => {
    expect(hrefsFor(member, blue)).not.toContain("/vdcs/v2/members");
  });

  it("offers someone without any role their own settings and the help only", () => {
    expect(hrefsFor({ ...member, vdcs: [] }, null)).toEqual(["/", "/settings", "/help"]);
  });

  it("gives no shortcut to two pages", () => {
    const shortcuts = navigationFor(operator, { ...red, role: null }).flatMap(({ items }) =>
      items.flatMap(({ shortcut }) => shortcut ?? []),
    );
    expect(shortcuts).toHaveLength(new Set(shortcuts).size);
  });
});

describe("currentVdc", () => {
  it("follows the address, and else takes the person's first", () => {
    expect(currentVdc(member, "/vdcs/v2/networks")).toBe(blue);
    expect(currentVdc(member, "/mesh")).toBe(red);
    expect(currentVdc(operator, "/mesh")).toBeNull();
  });
});

describe("currentHref", () => {
  const sections = navigationFor(operator, red);

  it("is the page, or what leads nearest to it, and never two entries", () => {
    expect(currentHref(sections, "/nodes/n1")).toBe("/nodes");
    expect(currentHref(sections, "/vdcs")).toBe("/vdcs");
    expect(currentHref(sections, `/vdcs/${red.vdcId}/networks/n1`)).toBe(`/vdcs/${red.vdcId}/networks`);
    expect(currentHref(sections, "/")).toBe("/");
  });

  it("is none where no entry leads to the page", () => {
    expect(currentHref(sections, "/net")).toBeNull();
  });
});
