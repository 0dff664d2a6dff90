"use client";

import { CircleCheck, CircleX, X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { useSyncExternalStore } from "react";
import { buttonVariants } from "./button-variants.ts";
import { currentToasts, dismissToast, noToasts, subscribeToasts, type ToastItem } from "./toast-store.ts";

function Item({ id, title, description, tone = "neutral", action }: ToastItem) {
  return (
    <Primitive.Root
      type={tone === "bad" ? "foreground" : "background"}
      duration={tone === "bad" || action ? 12_000 : 5_000}
      onOpenChange={(open) => !open && dismissToast(id)}
      className="flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-md duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:slide-in-from-bottom-2 data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
    >
      {tone === "good" && <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-up-glyph" />}
      {tone === "bad" && <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-down-glyph" />}
      <div className="min-w-0 flex-1">
        <Primitive.Title className="font-medium wrap-anywhere">{title}</Primitive.Title>
        {description && (
          <Primitive.Description className="mt-0.5 wrap-anywhere text-muted">
            {description}
          </Primitive.Description>
        )}
      </div>
      {action && (
        <Primitive.Action
          altText={action.label}
          onClick={action.onPress}
          className={buttonVariants({ size: "sm" })}
        >
          {action.label}
        </Primitive.Action>
      )}
      <Primitive.Close
        aria-label="Dismiss"
        className="-m-1 grid size-6 shrink-0 place-items-center rounded-md text-subtle hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Primitive.Close>
    </Primitive.Root>
  );
}

/** Where toasts appear and are announced; once per document. F8 moves the focus here. */
export function Toaster() {
  const items = useSyncExternalStore(subscribeToasts, currentToasts, noToasts);
  return (
    <Primitive.Provider swipeDirection="right">
      {items.map((item) => (
        <Item key={item.id} {...item} />
      ))}
      <Primitive.Viewport className="fixed right-4 bottom-4 z-60 flex w-[min(22rem,calc(100vw-2rem))] list-none flex-col gap-2 outline-none" />
    </Primitive.Provider>
  );
}
