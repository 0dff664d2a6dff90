import Link from "next/link";
import type { VdcMesh } from "./vdc-picture.tsx";

/** Where each network's VMs are. */
export function VdcNetworkTable({ mesh: { pdcs, networks }, vdcId }: { mesh: VdcMesh; vdcId: string }) {
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  return (
    <table className="w-full">
      <thead>
        <tr className="text-left text-sm text-muted">
          <th scope="col" className="px-4 py-2 font-medium">
            Network
          </th>
          <th scope="col" className="px-4 py-2 text-right font-medium">
            MTU
          </th>
          <th scope="col" className="px-4 py-2 text-right font-medium">
            VMs
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Data centers
          </th>
        </tr>
      </thead>
      <tbody>
        {networks.map(({ id, name, mtuBytes, vmCount, pdcIds }) => (
          <tr key={id} className="border-t border-line">
            <th scope="row" className="px-4 py-2 text-left font-medium">
              <Link href={`/vdcs/${vdcId}/networks/${id}`} prefetch={false} className="hover:underline">
                {name}
              </Link>
            </th>
            <td className="px-4 py-2 text-right tabular-nums">{mtuBytes}</td>
            <td className="px-4 py-2 text-right tabular-nums">{vmCount}</td>
            <td className="px-4 py-2 text-muted">
              {pdcIds.length === 0
                ? "no VM uses it yet"
                : pdcIds.map((pdcId) => labelById.get(pdcId)).join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
