import type { Page } from "@playwright/test";
import { join } from "node:path";
import { openPostgresDatabase } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { saveFacts } from "#db/queries/node.ts";
import { type CloudSize, largeCloud, readAgain } from "#server/domain/testing/large-cloud.ts";
import { type Figure, figureOf } from "./bench.ts";
import { openBrowser, withWebApp } from "./web-app.ts";

const PAINTS = 5;
const FRAMES = 60;
const OPENED_PDCS = 6;
const ANSWERS = 30;
const LIVE_CHANGES = 12;
/** A page at rest has its clocks and its live stream: what it does for these is measured beside, and taken off. */
const RESTS = 4;
/** Until a page has nothing left to do for a change. */
const QUIET_MILLISECONDS = 2500;
const EDGES_OF_PLAIN_GRAPH = 50_000;
const PLAIN_FRAMES = 6;
/** What is drawn in several frames is drawn by then. */
const SETTLED_MILLISECONDS = 400;
const DRAWN_WITHIN_MILLISECONDS = 5_000;
/** Nobody presses Enter before seeing where the cursor is. */
const LOOK_MILLISECONDS = 250;

/** What a person meets on the mesh page of one cloud, in milliseconds. */
export type PageFigures = Record<string, Figure>;

export async function measurePage(
  databaseUrl: string,
  size: CloudSize,
): Promise<{ figures: PageFigures; heapMegabytes: number }> {
  return withWebApp(databaseUrl, async (page, origin) => {
    await page.addInitScript(markFirstPicture);
    await page.goto(`${origin}/mesh`);
    await painted(page);
    const firsts: number[] = [];
    const paints: number[] = [];
    for (let turn = 0; turn < PAINTS; turn += 1) {
      await page.goto(`${origin}/mesh`);
      paints.push(await painted(page));
      firsts.push(await markedAt(page, "mesh-seen"));
    }
    const heapMegabytes = await heapOf(page);
    const figures: PageFigures = {
      "first paint": figureOf(firsts),
      "live picture": figureOf(paints),
      "pan frame": figureOf(await panFrames(page)),
      "zoom frame": figureOf(await zoomFrames(page)),
    };
    await page.goto(`${origin}/mesh`);
    await painted(page);
    const changes = { databaseUrl, size, flippedIds: new Set<string>() };
    Object.assign(figures, await liveChanges(page, changes, "live change"));
    const tree = page.getByRole("tree");
    await tree.focus();
    await page.keyboard.press("Home");
    // In a small cloud all are open from the start.
    if (await isAtClosedPdc(page)) {
      const opened: number[] = [];
      for (let turn = 0; turn < OPENED_PDCS; turn += 1) {
        await page.waitForTimeout(LOOK_MILLISECONDS);
        opened.push(await untilDrawn(page, () => page.keyboard.press("ArrowRight")));
        await toNextPdc(page);
      }
      figures["open a PDC"] = figureOf(opened);
      figures["pan frame, six open"] = figureOf(await panFrames(page));
      Object.assign(figures, await liveChanges(page, changes, "live change, six open"));
    }
    await tree.focus();
    await page.keyboard.press("Home");
    const selected: number[] = [];
    const furnished: number[] = [];
    for (let turn = 0; turn < PAINTS; turn += 1) {
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(LOOK_MILLISECONDS);
      const { seen, complete } = await untilSelected(page);
      selected.push(seen);
      furnished.push(complete);
      await page.keyboard.press("Escape");
      await tree.focus();
    }
    figures["select a node"] = figureOf(selected);
    figures["select a node, with all its links"] = figureOf(furnished);
    figures["server answer"] = figureOf(await answers(page));
    return { figures, heapMegabytes };
  });
}

/** Runs in the browser: marks the frame after the one that showed the picture, which comes with the page, for the first time. */
function markFirstPicture(): void {
  const look = () => {
    const isThere = document.querySelector("[data-mesh-still] svg, [data-mesh-frame] canvas") !== null;
    requestAnimationFrame(isThere ? () => performance.mark("mesh-seen") : look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the navigation until the picture is drawn on the canvas, where it can be moved. */
async function painted(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName("mesh-painted").length > 0, null, {
    timeout: 120_000,
  });
  return markedAt(page, "mesh-painted");
}

async function markedAt(page: Page, name: string): Promise<number> {
  return page.evaluate((mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Infinity, name);
}

/** From the deed to the picture that shows what came of it; the last one, when there are several. */
async function untilDrawn(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => performance.clearMarks("mesh-drawn"));
  const start = await page.evaluate(() => performance.now());
  await act();
  await page.waitForFunction(() => performance.getEntriesByName("mesh-drawn").length > 0, null, {
    timeout: 30_000,
  });
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  const end = await page.evaluate(() => performance.getEntriesByName("mesh-drawn").at(-1)?.startTime ?? 0);
  return end - start;
}

/** From Enter until the selection is seen in the picture and the panel names it, and until its last link is drawn. */
async function untilSelected(page: Page): Promise<{ seen: number; complete: number }> {
  await page.evaluate(() => {
    const id = document.querySelector('[role="tree"]')?.getAttribute("aria-activedescendant") ?? "";
    const name = /^\w+ (\S+)/.exec(document.getElementById(id)?.textContent ?? "")?.[1] ?? "";
    performance.clearMarks("mesh-drawn");
    performance.clearMarks("panel-named");
    performance.clearMarks("pressed");
    addEventListener("keydown", () => performance.mark("pressed"), { once: true, capture: true });
    const look = () => {
      const title = document.querySelector('[aria-label="Details"] h2')?.textContent ?? "";
      // A task after the frame that shows it.
      if (title.startsWith(name)) setTimeout(() => performance.mark("panel-named"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => ["mesh-drawn", "panel-named"].every((name) => performance.getEntriesByName(name).length > 0),
    null,
    { timeout: 30_000 },
  );
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  return page.evaluate(() => {
    const at = (name: string, position: number) =>
      performance.getEntriesByName(name).at(position)?.startTime ?? Infinity;
    const pressedAt = at("pressed", 0);
    return {
      seen: Math.max(at("mesh-drawn", 0), at("panel-named", 0)) - pressedAt,
      complete: at("mesh-drawn", -1) - pressedAt,
    };
  });
}

async function toNextPdc(page: Page): Promise<void> {
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press("ArrowDown");
    if (await isAtClosedPdc(page)) return;
  }
}

async function isAtClosedPdc(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const id = document.querySelector('[role="tree"]')?.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.getAttribute("aria-expanded") === "false";
  });
}

/** Times between painted frames while `act` goes on. */
async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    let isOn = true;
    Object.assign(window, { meshFrames: frames, stopMeshFrames: () => (isOn = false) });
    const tick = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  return page.evaluate(() => {
    const shared = window as unknown as { meshFrames: number[]; stopMeshFrames: () => void };
    shared.stopMeshFrames();
    return shared.meshFrames.slice(1);
  });
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator("canvas").last().boundingBox();
  return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
}

/** Dragged by the background, in from the upper edge where no box stands. */
async function panFrames(page: Page): Promise<number[]> {
  const { x } = await middleOf(page);
  const box = await page.locator("canvas").last().boundingBox();
  const y = (box?.y ?? 0) + 6;
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = await framesDuring(page, async () => {
    for (let frame = 0; frame < FRAMES; frame += 1) {
      await page.mouse.move(x + Math.sin(frame / 6) * 120, y + frame * 2);
    }
  });
  await page.mouse.up();
  return frames;
}

async function zoomFrames(page: Page): Promise<number[]> {
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  return framesDuring(page, async () => {
    for (let frame = 0; frame < FRAMES; frame += 1) {
      await page.mouse.wheel(0, frame % 20 < 10 ? -40 : 40);
      await page.waitForTimeout(16);
    }
  });
}

/**
 * What one node costs that was read anew and whose links are other ones now, saved and announced as a refresh does it: time of
 * the page's main thread for all tasks together of the seconds that follow, from the event to the last frame, less what the same
 * page does in as long a time when nothing happens, which is told beside it. By the clock it also waits for a processor.
 */
async function liveChanges(
  page: Page,
  { databaseUrl, size, flippedIds }: { databaseUrl: string; size: CloudSize; flippedIds: Set<string> },
  name: string,
): Promise<PageFigures> {
  const database = await openPostgresDatabase(databaseUrl);
  const cloud = largeCloud(size, new Date());
  const thread = await taskMeter(page, "threadTicks");
  const clock = await taskMeter(page, "timeTicks");
  const resting: number[] = [];
  const onThread: number[] = [];
  const byClock: number[] = [];
  // What came to life with the page, or was just opened, is over.
  await page.waitForTimeout(QUIET_MILLISECONDS);
  for (let turn = 0; turn < RESTS; turn += 1) {
    const before = await thread();
    await page.waitForTimeout(QUIET_MILLISECONDS);
    resting.push((await thread()) - before);
  }
  const atRest = figureOf(resting).p50;
  try {
    // The first one is not measured: the server may still have to read the mesh.
    for (let turn = 0; turn <= LIVE_CHANGES; turn += 1) {
      const node = cloud[(turn * size.nodesPerPdc) % cloud.length];
      const now = new Date();
      if (!node) break;
      const isFlipped = !flippedIds.delete(node.id);
      if (isFlipped) flippedIds.add(node.id);
      const { facts } = readAgain(node, now, isFlipped);
      if (!facts) throw new Error("Every node of the cloud has facts.");
      await page.evaluate(() => performance.clearMarks("mesh-drawn"));
      const before = { thread: await thread(), clock: await clock() };
      await database.db.transaction(async (tx) => {
        await saveFacts(tx, node.id, facts, { observedAt: now, hasChanged: true });
        await announce(tx, { topic: "node", id: node.id, vdcId: null });
      });
      // Who looks at the page meanwhile is measured too.
      await page.waitForTimeout(QUIET_MILLISECONDS);
      // A link that another change has told already looks the same after this one.
      if (turn === 0 || !(await isDrawn(page))) continue;
      onThread.push((await thread()) - before.thread - atRest);
      byClock.push((await clock()) - before.clock);
    }
  } finally {
    await database.close();
  }
  if (onThread.length < LIVE_CHANGES / 2) throw new Error("Most live changes are not drawn.");
  return {
    [name]: figureOf(onThread),
    [`${name}, by the clock`]: figureOf(byClock),
    [`${name}, the page at rest`]: figureOf(resting),
  };
}

function isDrawn(page: Page): Promise<boolean> {
  const isMarked = () => performance.getEntriesByName("mesh-drawn").length > 0;
  return page.waitForFunction(isMarked, null, { timeout: DRAWN_WITHIN_MILLISECONDS, polling: 500 }).then(
    () => true,
    () => false,
  );
}

/** Milliseconds of all tasks of the page's main thread so far. */
async function taskMeter(
  page: Page,
  timeDomain: "threadTicks" | "timeTicks",
): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
}

async function answers(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const input = encodeURIComponent(JSON.stringify({ json: {} }));
    const taken: number[] = [];
    for (let turn = 0; turn < count; turn += 1) {
      const start = performance.now();
      await (await fetch(`/api/trpc/mesh.overview?input=${input}`)).text();
      taken.push(performance.now() - start);
    }
    return taken;
  }, ANSWERS);
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  return Math.round((metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / 2 ** 20);
}

/** Plain cytoscape given the same nodes and many links, without and with compound parents: what ours is compared with. */
export async function measurePlainGraph(
  size: CloudSize,
  isCompound: boolean,
): Promise<{ "first paint": Figure; "pan frame": Figure }> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.setContent('<div id="graph" style="position:absolute;inset:0"></div>');
    await page.addScriptTag({ path: join("node_modules", "cytoscape", "dist", "cytoscape.min.js") });
    page.setDefaultTimeout(300_000);
    const figures = await page.evaluate(drawPlainGraph, {
      ...size,
      isCompound,
      edgeCount: EDGES_OF_PLAIN_GRAPH,
      frameCount: PLAIN_FRAMES,
    });
    return { "first paint": figureOf([figures.paint]), "pan frame": figureOf(figures.frames) };
  } finally {
    await browser.close();
  }
}

type PlainGraph = CloudSize & { isCompound: boolean; edgeCount: number; frameCount: number };

/** Runs in the browser. */
async function drawPlainGraph(graph: PlainGraph): Promise<{ paint: number; frames: number[] }> {
  const { pdcCount, nodesPerPdc, isCompound, edgeCount, frameCount } = graph;
  const count = pdcCount * nodesPerPdc;
  const columns = Math.ceil(Math.sqrt(count));
  const elements: unknown[] = [];
  if (isCompound) {
    for (let pdc = 0; pdc < pdcCount; pdc += 1) elements.push({ data: { id: `p${pdc}` } });
  }
  for (let node = 0; node < count; node += 1) {
    const parent = isCompound ? { parent: `p${Math.floor(node / nodesPerPdc)}` } : {};
    elements.push({
      data: { id: `n${node}`, label: `node-${node}`, ...parent },
      position: { x: (node % columns) * 60, y: Math.floor(node / columns) * 60 },
    });
  }
  const edges = Math.min(edgeCount, (count * (count - 1)) / 2);
  for (let edge = 0; edge < edges; edge += 1) {
    const source = edge % count;
    const target = (source + 1 + Math.floor(edge / count) * 37) % count;
    if (source !== target)
      elements.push({ data: { id: `e${edge}`, source: `n${source}`, target: `n${target}` } });
  }
  const { cytoscape } = window as unknown as {
    cytoscape: (options: object) => {
      one: (event: string, heard: () => void) => void;
      panBy: (by: { x: number; y: number }) => void;
    };
  };
  const start = performance.now();
  const cy = cytoscape({
    container: document.getElementById("graph"),
    elements,
    layout: { name: "preset", fit: true },
    style: [{ selector: "node", style: { label: "data(label)" } }],
  });
  const rendered = () =>
    new Promise<void>((resolve) => cy.one("render", () => requestAnimationFrame(() => resolve())));
  await rendered();
  const paint = performance.now() - start;
  const frames: number[] = [];
  for (let frame = 0; frame < frameCount; frame += 1) {
    const from = performance.now();
    const done = rendered();
    cy.panBy({ x: 10, y: 5 });
    await done;
    frames.push(performance.now() - from);
  }
  return { paint, frames };
}
