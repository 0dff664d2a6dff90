"use client";

import { Info } from "lucide-react";
import { ALLOW_OVERLAP_LABEL } from "#server/domain/network/subnet.ts";
import { CheckboxField } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type PartProps, setField } from "./form-parts.ts";

const ADDRESS = {
  autoComplete: "off",
  autoCapitalize: "none",
  spellCheck: false,
  className: "font-mono",
} as const;

type AddressPartProps = PartProps & { dhcpAdvice: string | undefined; overlapAdvice: string | undefined };

export function AddressPart(props: AddressPartProps) {
  const { form, values, violations, lockedReason, dhcpAdvice, overlapAdvice } = props;
  const subnetProblem = violations.get("subnet");
  const mayWaive = values.allowOverlapInVdc || (subnetProblem?.includes(ALLOW_OVERLAP_LABEL) ?? false);
  const isLocked = lockedReason !== null;
  return (
    <Panel title="Addresses">
      <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2">
        <Field
          label="Subnet"
          required
          error={subnetProblem}
          warning={overlapAdvice}
          help={lockedReason ?? "IPv4 address and prefix length, such as 10.20.0.0/24."}
        >
          <Input {...ADDRESS} {...form.register("subnet")} readOnly={isLocked} placeholder="10.20.0.0/24" />
        </Field>
        <Field
          label="Gateway"
          optional
          error={violations.get("gateway")}
          help={lockedReason ?? "An address inside the subnet that leads out of it."}
        >
          <Input {...ADDRESS} {...form.register("gateway")} readOnly={isLocked} placeholder="10.20.0.1" />
        </Field>
        {mayWaive && (
          <CheckboxField
            className="sm:col-span-2"
            checked={values.allowOverlapInVdc}
            onCheckedChange={(checked) => setField(form, "allowOverlapInVdc", checked === true)}
            label={capitalized(ALLOW_OVERLAP_LABEL)}
            help="VMs with a NIC in both networks cannot tell their addresses apart."
          />
        )}
        <Field
          label="Resolvers"
          optional
          error={violations.get("resolvers")}
          help="Up to 8 IPv4 addresses, separated by commas."
          className="sm:col-span-2"
        >
          <Input {...ADDRESS} {...form.register("resolvers")} placeholder="10.20.0.2, 10.20.0.3" />
        </Field>
        <Field
          label="DNS domain"
          optional
          error={violations.get("dnsDomain")}
          help="Where VM names are looked up."
        >
          <Input {...ADDRESS} {...form.register("dnsDomain")} placeholder="acme.example.org" />
        </Field>
        <Field label="PTR domain" optional error={violations.get("ptrDomain")} help="Ends with in-addr.arpa.">
          <Input {...ADDRESS} {...form.register("ptrDomain")} placeholder="0.20.10.in-addr.arpa" />
        </Field>
        <CheckboxField
          className="sm:col-span-2"
          checked={values.isDhcpPassthrough}
          onCheckedChange={(checked) => setField(form, "isDhcpPassthrough", checked === true)}
          label="DHCP passthrough"
          help={
            dhcpAdvice ??
            "VMs may answer and ask DHCP themselves instead of getting their address from the node."
          }
        />
        <p className="flex items-start gap-2 rounded-md bg-info-soft p-3 text-sm text-info sm:col-span-2">
          <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>
            Nodes find each other’s VMs by the IPv4 address each VM NIC is given. What is not in that table
            does not cross nodes: addresses from DHCP passthrough, a VM’s allowed_ips, IPv6 and multicast.
          </span>
        </p>
      </div>
    </Panel>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
