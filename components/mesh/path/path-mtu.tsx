import type { PathMtuReport } from "#server/domain/mesh-path/path-mtu.ts";
import { Badge } from "../../ui/badge.tsx";
import { cn } from "../../ui/cn.ts";
import { MtuProof } from "../panel/mtu-proof.tsx";

/** What each step carries, which is the narrowest, and the bytes that prove it. */
export function PathMtu({ mtu }: { mtu: PathMtuReport }) {
  const { steps, guestMtuBytes, effectiveMtuBytes, fits, proof } = mtu;
  if (steps.length === 0)
    return <p className="text-muted">Nothing is carried, so nothing can be too large.</p>;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty">
        {effectiveMtuBytes === null
          ? "Not every part of the way is known, so nobody can tell what crosses it whole. "
          : `Packets up to ${effectiveMtuBytes} bytes cross everything whole. `}
        {guestMtuBytes !== null && `The guests may send up to ${guestMtuBytes} bytes. `}
        <Badge tone={fits === null ? "neutral" : fits ? "good" : "caution"}>
          {fits === null ? "not known" : fits ? "fits" : "does not fit"}
        </Badge>
      </p>
      <table className="w-full text-sm">
        <caption className="sr-only">The MTU of each step</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Step</th>
            <th scope="col">MTU, bytes</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ hopIndex, title, mtuBytes, isNarrowest }) => (
            <tr key={hopIndex} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-1 pr-3 text-left font-normal wrap-anywhere">
                {title}
                {isNarrowest && <span className="text-subtle"> · narrowest</span>}
              </th>
              <td className={cn("text-right tabular-nums", isNarrowest && "font-semibold")}>
                {mtuBytes ?? "not known"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {proof && <MtuProof rules={[proof]} />}
    </div>
  );
}
