export type ToastTone = "neutral" | "good" | "bad";

export type ToastInput = {
  title: string;
  description?: string;
  tone?: ToastTone;
  action?: { label: string; onPress: () => void };
};

export type ToastItem = ToastInput & { id: number };

let nextId = 1;
let items: readonly ToastItem[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly ToastItem[]) {
  items = next;
  for (const listener of listeners) listener();
}

/** Says something that needs no answer; what needs one belongs on the page. */
export function toast(input: ToastInput): void {
  // Older ones make room: nobody reads a fifth.
  publish([...items, { ...input, id: nextId++ }].slice(-4));
}

export function dismissToast(id: number): void {
  publish(items.filter((item) => item.id !== id));
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly ToastItem[] {
  return items;
}

const NONE: readonly ToastItem[] = [];
export function noToasts(): readonly ToastItem[] {
  return NONE;
}
