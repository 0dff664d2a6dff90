"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Input } from "../ui/input.tsx";

/** A password that can be looked at before it is sent. */
export function PasswordInput(props: ComponentProps<"input">) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input {...props} type={isShown ? "text" : "password"} spellCheck={false} className="h-9 pr-10" />
      <button
        type="button"
        onClick={() => setIsShown(!isShown)}
        aria-label={isShown ? "Hide password" : "Show password"}
        className="absolute inset-y-0 right-1 my-1 grid w-8 place-items-center rounded-sm text-subtle transition-colors hover:bg-hover hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}
