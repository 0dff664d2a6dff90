/** Instants at which something falls due, earliest first (a binary heap). */
export class InstantQueue<T> {
  readonly #heap: { atMs: number; item: T }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  add(atMs: number, item: T): void {
    const heap = this.#heap;
    heap.push({ atMs, item });
    let position = heap.length - 1;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (this.#atMs(parent) <= atMs) break;
      this.#swap(position, parent);
      position = parent;
    }
  }

  /** Everything due at `nowMs` or before. */
  takeDue(nowMs: number): T[] {
    const due: T[] = [];
    for (let first = this.#heap[0]; first && first.atMs <= nowMs; first = this.#heap[0]) {
      due.push(first.item);
      this.#dropFirst();
    }
    return due;
  }

  #dropFirst(): void {
    const heap = this.#heap;
    this.#swap(0, heap.length - 1);
    heap.pop();
    let position = 0;
    for (;;) {
      const [left, right] = [2 * position + 1, 2 * position + 2];
      const smaller = this.#atMs(right) < this.#atMs(left) ? right : left;
      if (this.#atMs(smaller) >= this.#atMs(position)) return;
      this.#swap(position, smaller);
      position = smaller;
    }
  }

  #atMs(position: number): number {
    return this.#heap[position]?.atMs ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  }
}
