// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Where places are: at the coordinates of their registration, or of the nearest place above them that has some.
import type { EventFields } from "./answers";

export interface Located {
  place: string;
  /** The place whose coordinates these are: itself, or one above it. */
  at: string;
  longitude: number;
  latitude: number;
}

export function locate(places: string[], registrations: EventFields[]): { located: Located[]; elsewhere: string[] } {
  const coordinates = new Map<string, [number, number]>();
  for (const { id, longitude, latitude } of registrations) {
    if (id !== undefined && longitude !== undefined && latitude !== undefined) coordinates.set(id, [longitude, latitude]);
  }
  const located: Located[] = [];
  const elsewhere: string[] = [];
  for (const place of places) {
    const path = place.split("/");
    while (path.length > 0 && !coordinates.has(path.join("/"))) path.pop();
    const found = coordinates.get(path.join("/"));
    if (found) located.push({ place, at: path.join("/"), longitude: found[0], latitude: found[1] });
    else elsewhere.push(place);
  }
  return { located, elsewhere };
}
