import { sentenceOf, violationsOf } from "./refusal.ts";

type RefusalAlertProps = {
  /** null: nothing went wrong. */
  error: unknown;
  /** What was wrong with a field is said beside the field, not here. */
  hasFields?: boolean;
};

/** Why the server did not do what was asked, in one sentence. */
export function RefusalAlert({ error, hasFields = false }: RefusalAlertProps) {
  if (!error || (hasFields && violationsOf(error).length > 0)) return null;
  return (
    <p role="alert" className="text-down">
      {sentenceOf(error)}
    </p>
  );
}
