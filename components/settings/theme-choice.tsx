"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Panel } from "../ui/panel.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";

const THEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "As the system", description: "Follows this device’s setting as it changes." },
] as const;
type Theme = (typeof THEMES)[number]["value"];

const never = () => () => {};

export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  // Only the browser knows what was chosen, so the first picture shows no choice.
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const chosen = THEMES.find(({ value }) => isInBrowser && value === theme)?.value;
  return (
    <Panel title="Theme" description="Kept in this browser.">
      <RadioGroup<Theme | "">
        aria-label="Theme"
        value={chosen ?? ""}
        onValueChange={setTheme}
        options={THEMES}
      />
    </Panel>
  );
}
