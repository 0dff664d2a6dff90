import type { PdcPlace } from "#server/domain/pdc-place.ts";

export type Coordinates = Pick<PdcPlace, "latitude" | "longitude">;

const DECIMALS = 5;
const degreesOf = (point: string, sides: string) =>
  `([+−-]?)(\\d{1,3}(?:${point}\\d+)?)\\s*°?\\s*([${sides}]?)`;
/** With a decimal comma the two are parted by something else. */
const SHAPES = [
  new RegExp(`^${degreesOf("[.]", "NS")}(?:\\s*[,;]\\s*|\\s+)${degreesOf("[.]", "EW")}$`, "i"),
  new RegExp(`^${degreesOf(",", "NS")}(?:\\s*;\\s*|,?\\s+)${degreesOf(",", "EW")}$`, "i"),
];

/** "50.0755, 14.4378", as maps give it; with N, S, E and W too. Null: these are no coordinates. */
export function coordinatesIn(text: string): Coordinates | null {
  const found = SHAPES.map((shape) => shape.exec(text.trim())).find((match) => match !== null);
  if (!found) return null;
  const [, latitudeSign, latitude, northSouth, longitudeSign, longitude, eastWest] = found;
  return {
    latitude: signed(latitudeSign, latitude, northSouth),
    longitude: signed(longitudeSign, longitude, eastWest),
  };
}

function signed(sign = "", digits = "", side = ""): number {
  const isNegative = ["-", "−"].includes(sign) !== ["S", "W"].includes(side.toUpperCase());
  const degrees = Number(digits.replace(",", "."));
  return isNegative ? -degrees : degrees;
}

/** As `coordinatesIn` reads it. */
export function coordinateWords({ latitude, longitude }: Coordinates): string {
  return `${round(latitude)}, ${round(longitude)}`;
}

const round = (degrees: number) => Number(degrees.toFixed(DECIMALS));

/** The name people know it by, else its coordinates. */
export function placeWords(place: PdcPlace | null): string | null {
  return place && (place.placeName ?? coordinateWords(place));
}
