"use client";

import { useEffect, useState } from "react";

/** What `value` was when it last stood still for this long. Compares by JSON, so equal values do not disturb it. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
    // `text` stands for `value`, which is a new object at every key.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text, milliseconds]);
  return settled;
}
