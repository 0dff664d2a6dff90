/** Where a change came from; nothing where that is not known. */
export function FromAddress({ address }: { address: string | null }) {
  if (address === null) return null;
  return (
    <span className="text-sm text-subtle">
      {" "}
      from <span className="font-mono">{address}</span>
    </span>
  );
}
