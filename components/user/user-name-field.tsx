import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Names are typed as they are: no browser completes, capitalizes or corrects them. */
export function UserNameField({
  value,
  onValueChange,
  help,
  error,
}: {
  value: string;
  onValueChange: (value: string) => void;
  help: string;
  error: string | undefined;
}) {
  return (
    <Field label="User name" required error={error} help={help}>
      <Input
        value={value}
        onChange={({ target }) => onValueChange(target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </Field>
  );
}
