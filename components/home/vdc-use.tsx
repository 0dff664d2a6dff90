import { type VdcUse, vdcUseWords } from "./vdc-use-words.ts";

export function VdcUseText({ use }: { use: VdcUse }) {
  return <span className="text-sm text-muted tabular-nums">{vdcUseWords(use)}</span>;
}
