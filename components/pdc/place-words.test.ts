import { describe, expect, it } from "vitest";
import { coordinatesIn, coordinateWords, placeWords } from "./place-words.ts";

describe("coordinates", () => {
  it.each([
    { text: "50.0755, 14.4378", latitude: 50.0755, longitude: 14.4378 },
    { text: "50.0755,14.4378", latitude: 50.0755, longitude: 14.4378 },
    { text: "-33.9 18.4", latitude: -33.9, longitude: 18.4 },
    { text: "33.9° S, 18.4° E", latitude: -33.9, longitude: 18.4 },
    { text: "40.7 N 74.0 W", latitude: 40.7, longitude: -74 },
    { text: "50,0755; 14,4378", latitude: 50.0755, longitude: 14.4378 },
    { text: "50, 14", latitude: 50, longitude: 14 },
  ])("are read from “$text”", ({ text, latitude, longitude }) => {
    expect(coordinatesIn(text)).toEqual({ latitude, longitude });
  });

  it.each(["", "50.1", "Prague", "50.1, 14.4, 12", "14 E, 50 N", "1e3, 4", "50.1,"])(
    "are not read from “%s”",
    (text) => {
      expect(coordinatesIn(text)).toBeNull();
    },
  );

  it("are read back as they are written", () => {
    const place = { latitude: 50.075538, longitude: -14.4378 };
    expect(coordinatesIn(coordinateWords(place))).toEqual({ latitude: 50.07554, longitude: -14.4378 });
  });
});

describe("placeWords", () => {
  it("names the place as people do, if they do", () => {
    const place = { latitude: 50.1, longitude: 14.4, placeName: "Prague" };
    expect(placeWords(place)).toBe("Prague");
    expect(placeWords({ ...place, placeName: null })).toBe("50.1, 14.4");
    expect(placeWords(null)).toBeNull();
  });
});
