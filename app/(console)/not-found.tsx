import { SearchX } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function ConsoleNotFound() {
  return (
    <EmptyState icon={<SearchX />} title={<h1>There is nothing here.</h1>}>
      The address may be mistyped, or what it names was removed, or it is not yours to see.
    </EmptyState>
  );
}
