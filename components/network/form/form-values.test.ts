import { describe, expect, it } from "vitest";
import { draftOf, emptyValues, formViolations, NetworkForm } from "./form-values.ts";

const GOOD = {
  ...emptyValues({ overlayRuleName: "customers" }),
  name: "web",
  subnet: " 10.0.0.0/24 ",
  gateway: "10.0.0.1",
};

describe("the form of a network", () => {
  it("reads empty ids as the next free ones and an empty MTU as the default", () => {
    const draft = draftOf({ ...GOOD, vxlanId: " ", vlanId: "" });
    expect(draft).toMatchObject({ vxlanId: "next-free", vlanId: "next-free", mtuBytes: null });
    expect(draft.subnet).toBe("10.0.0.0/24");
  });

  it("reads resolvers however they are separated", () => {
    expect(draftOf({ ...GOOD, resolvers: "10.0.0.2, 10.0.0.3;10.0.0.4\n" }).resolvers).toEqual([
      "10.0.0.2",
      "10.0.0.3",
      "10.0.0.4",
    ]);
  });

  it("has no VXLAN id on a NIC tag, whatever was typed before the tag was chosen", () => {
    const draft = draftOf({ ...GOOD, carrier: "tag", nicTagName: "external", vxlanId: "100" });
    expect(draft).toMatchObject({ overlayRuleName: null, nicTagName: "external", vxlanId: null });
  });

  it("refuses all that is wrong at once, one sentence a field", () => {
    const violations = formViolations({
      ...GOOD,
      name: "x",
      vxlanId: "1e3",
      vlanId: "4095",
      mtuBytes: "-1",
      subnet: "10.0.0.1/24",
    });
    expect(violations).toEqual([
      { field: "name", message: "A name has 3 to 32 characters." },
      { field: "subnet", message: "10.0.0.1/24 has host bits; its subnet is 10.0.0.0/24." },
      { field: "vxlanId", message: "A VXLAN id is a whole number from 1 to 16777215." },
      { field: "vlanId", message: "A VLAN id is a whole number from 0 (untagged) to 4094." },
      { field: "mtuBytes", message: "An MTU is a whole number from 576 to 9000." },
    ]);
  });

  it("asks for the rule or tag that is not chosen", () => {
    expect(formViolations({ ...GOOD, overlayRuleName: "" })).toEqual([
      { field: "overlayRuleName", message: "Choose an overlay rule." },
    ]);
    expect(formViolations({ ...GOOD, carrier: "tag" })).toEqual([
      { field: "nicTagName", message: "Choose a NIC tag." },
    ]);
  });

  it("turns into the draft the server takes, or says why not, field by field", () => {
    expect(NetworkForm.parse(GOOD)).toEqual(draftOf(GOOD));
    expect(NetworkForm.safeParse({ ...GOOD, name: "" }).error?.issues[0]).toMatchObject({
      path: ["name"],
      message: "A name has 3 to 32 characters.",
    });
  });
});
