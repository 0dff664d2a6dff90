"use client";

import { useEffect, useRef } from "react";
import { pressPageKey } from "./page-keys.ts";

const SEQUENCE_MILLISECONDS = 1200;

export type Shortcuts = {
  onPalette: () => void;
  onHelp: () => void;
  /** The second key after `g`; true when it led somewhere. */
  onGo: (key: string) => boolean;
};

/** Keys typed into a field, or while a dialog is open, belong to that. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role='menu'], [role='listbox']") !== null
  );
}

function isDialogOpen(): boolean {
  return (
    document.querySelector("[role='dialog'][data-state='open'], [role='alertdialog'][data-state='open']") !==
    null
  );
}

function focusFilter(): boolean {
  const field = [...document.querySelectorAll<HTMLElement>("[data-page-filter]")].find(
    (each) => each.offsetParent !== null,
  );
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  return field !== undefined;
}

/** `Ctrl K` and `⌘K` work everywhere; the single keys only where nothing is being typed. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY;
    const pressed = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() === "k" &&
        (event.metaKey || event.ctrlKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || isDialogOpen()) return;
      const isSecond = event.timeStamp - wentAt < SEQUENCE_MILLISECONDS;
      wentAt = Number.NEGATIVE_INFINITY;
      if (isSecond && latest.current.onGo(event.key)) event.preventDefault();
      else if (event.key === "g") wentAt = event.timeStamp;
      else if (event.key === "/" && focusFilter()) event.preventDefault();
      else if (event.key === "?") latest.current.onHelp();
      else if (pressPageKey(event.key)) event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
