"use client";

import {
  Braces,
  Crosshair,
  Expand,
  FileImage,
  ImageDown,
  Maximize,
  Minus,
  Plus,
  RotateCcw,
} from "lucide-react";
import { memo, type ReactNode, type RefObject } from "react";
import { Button } from "../ui/button.tsx";
import { downloadText } from "../ui/data-table/export.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import type { MeshCanvasHandle } from "./mesh-canvas.tsx";
import { type MeshScene, pdcIdsOf, type Selected } from "./mesh-data.ts";
import type { MeshPicture } from "./mesh-elements.ts";
import { meshSvg } from "./mesh-svg.ts";

const ZOOM_STEP = 1.3;

export type CanvasControlsProps = {
  canvas: RefObject<MeshCanvasHandle | null>;
  selected: Selected | null;
  /** What files are made of, at the press. */
  shown: RefObject<{ scene: MeshScene; picture: MeshPicture }>;
  /** null: nothing was moved by hand. */
  onForgetPlaces: (() => void) | null;
};

/** Zoom, wall and files. */
export const CanvasControls = memo(function CanvasControls({
  canvas,
  selected,
  shown,
  onForgetPlaces,
}: CanvasControlsProps) {
  const saveSvg = () => {
    const page = getComputedStyle(document.documentElement);
    const svg = meshSvg(shown.current.picture.elements, (name) => page.getPropertyValue(`--${name}`).trim());
    downloadText("mesh.svg", "image/svg+xml", svg);
  };
  const saveJson = () => {
    const { overview, viewByPdcId } = shown.current.scene;
    const content = { overview, pdcs: [...viewByPdcId.values()] };
    downloadText("mesh.json", "application/json", JSON.stringify(content, null, 2));
  };
  return (
    <div className="absolute right-3 bottom-3 flex flex-col gap-1 rounded-lg border border-line bg-raised p-1 shadow-sm">
      <CanvasButton label="Zoom in" onClick={() => canvas.current?.zoomBy(ZOOM_STEP)}>
        <Plus aria-hidden />
      </CanvasButton>
      <CanvasButton label="Zoom out" onClick={() => canvas.current?.zoomBy(1 / ZOOM_STEP)}>
        <Minus aria-hidden />
      </CanvasButton>
      <CanvasButton label="Fit everything" onClick={() => canvas.current?.fit()}>
        <Maximize aria-hidden />
      </CanvasButton>
      {selected && (
        <CanvasButton
          label="Go to what is selected"
          onClick={() => canvas.current?.show([selected.id, ...pdcIdsOf(selected)])}
        >
          <Crosshair aria-hidden />
        </CanvasButton>
      )}
      <CanvasButton label="Full screen" onClick={toggleFullScreen}>
        <Expand aria-hidden />
      </CanvasButton>
      <CanvasButton label="Save as PNG" onClick={() => canvas.current?.savePng("mesh.png")}>
        <ImageDown aria-hidden />
      </CanvasButton>
      <CanvasButton label="Save as SVG" onClick={saveSvg}>
        <FileImage aria-hidden />
      </CanvasButton>
      <CanvasButton label="Save as JSON" onClick={saveJson}>
        <Braces aria-hidden />
      </CanvasButton>
      {onForgetPlaces && (
        <CanvasButton label="Put moved PDCs back" onClick={onForgetPlaces}>
          <RotateCcw aria-hidden />
        </CanvasButton>
      )}
    </div>
  );
});

/** The whole page, for a wall; Escape ends it. */
function toggleFullScreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.querySelector("[data-mesh-frame]")?.requestFullscreen();
}

function CanvasButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip content={label} side="left">
      <Button variant="ghost" size="icon-sm" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}
