"use client";

import { type RefObject, useEffect } from "react";

/**
 * cmdk names the option it is about to leave as the active one, which may be gone a moment later. This keeps the name on
 * the option that is marked, so that those who hear the page hear what Enter would choose.
 */
export function useActiveOption(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const correct = () => {
      const marked = element.querySelector("[cmdk-item][aria-selected='true']")?.id;
      for (const each of element.querySelectorAll("[aria-activedescendant], [cmdk-input]")) {
        if (!marked) each.removeAttribute("aria-activedescendant");
        else if (each.getAttribute("aria-activedescendant") !== marked) {
          each.setAttribute("aria-activedescendant", marked);
        }
      }
    };
    const observer = new MutationObserver(correct);
    observer.observe(element, {
      subtree: true,
      childList: true,
      attributeFilter: ["aria-selected", "aria-activedescendant"],
    });
    return () => observer.disconnect();
  }, [root]);
}
