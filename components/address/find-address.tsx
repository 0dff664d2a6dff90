"use client";

import { useQuery } from "@tanstack/react-query";
import { Crosshair } from "lucide-react";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { isWithin, parseAddressQuery } from "#server/domain/address/range.ts";
import type { AddressSpace } from "#server/domain/address/space.ts";
import { formatCidr, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { addressHref } from "./address-href.ts";

/** Leads to an address or a block of this network, or to the network of the vDC that has it. */
export function FindAddress({
  vdcId,
  space,
  onFound,
}: {
  vdcId: string;
  space: AddressSpace;
  onFound: (block: Ipv4Cidr) => void;
}) {
  const [typed, setTyped] = useState("");
  const [elsewhere, setElsewhere] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const block = parseAddressQuery(typed);
    if (block && isWithin(block, space.subnet)) {
      setElsewhere(null);
      onFound(block);
    } else setElsewhere(typed.trim());
  };
  return (
    <search className="flex min-w-0 flex-col gap-1">
      <form onSubmit={submit} className="flex gap-2">
        <Input
          aria-label="Find an address or a block"
          placeholder="Find an address or block"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          autoComplete="off"
          spellCheck={false}
          className="w-52 font-mono"
        />
        <Button type="submit" size="icon" aria-label="Find" title="Find">
          <Crosshair aria-hidden />
        </Button>
      </form>
      {elsewhere !== null && <Elsewhere vdcId={vdcId} text={elsewhere} subnet={formatCidr(space.subnet)} />}
    </search>
  );
}

function Elsewhere({ vdcId, text, subnet }: { vdcId: string; text: string; subnet: string }) {
  const isAddress = parseAddressQuery(text) !== null;
  const { data } = useQuery(
    useTRPC().address.search.queryOptions({ vdcId, text }, { enabled: isAddress, retry: false }),
  );
  if (!isAddress) {
    return (
      <output className="text-sm text-down">
        Write an address such as 10.0.0.5 or a block such as 10.0.0.0/24.
      </output>
    );
  }
  const others = data?.networks ?? [];
  return (
    <output className="text-sm text-muted">
      {text} is not in {subnet}. {data && others.length === 0 && "No network of this vDC has it."}
      {others.map((network) => (
        <Link
          key={network.id}
          href={addressHref({ vdcId, networkId: network.id, text, subnet: network.subnet })}
          className="mr-2 text-accent-ink hover:underline"
        >
          Go to {network.name} ({network.subnet})
        </Link>
      ))}
    </output>
  );
}
