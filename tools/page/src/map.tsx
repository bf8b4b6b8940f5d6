// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
// Where people are: a circle for each place, as large as its strength, on outlines that the page brings along.
import { geoEqualEarth, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import type { FeatureCollection } from "geojson";
import { useEffect, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import outlinesAddress from "world-atlas/countries-50m.json?url";
import { correctedQuestions, standing } from "./annotations";
import type { Headcount, History, LogRecord, Row } from "./answers";
import { spoken } from "./days";
import { Differs, digits, same, strengthText } from "./figure";
import { where } from "./missions";
import { Notice } from "./notice";
import { locate, type Located } from "./places";
import type { Go } from "./place_in_page";
import { useWidth } from "./use_width";
import type { ViewPart, ViewProps } from "./view";

type Answers = [Headcount, Headcount, LogRecord[], LogRecord[], LogRecord[], ...History[]];
type Countries = FeatureCollection<GeoJSON.Geometry, { name: string }>;

const kNobody = { least: 0, best: 0, most: 0 };
const kMargin = 60;
const kLargest = 34;

let outlines: Promise<Countries> | null = null;

function loadOutlines(): Promise<Countries> {
  outlines ??= fetch(outlinesAddress).then(async (response) => {
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    const topology = (await response.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
    return feature(topology, topology.objects.countries) as Countries;
  });
  outlines.catch(() => (outlines = null));
  return outlines;
}

function useOutlines(): { countries: Countries | null; failed: boolean } {
  const [state, setState] = useState<{ countries: Countries | null; failed: boolean }>({ countries: null, failed: false });
  useEffect(() => {
    let current = true;
    loadOutlines().then(
      (countries) => current && setState({ countries, failed: false }),
      () => current && setState({ countries: null, failed: true }),
    );
    return () => {
      current = false;
    };
  }, []);
  return state;
}

/** So that all places are seen, with three degrees about them; the whole Earth is drawn as it is, a region as sailors do. */
function projectionOf(located: Located[], width: number, height: number, zoom: number): GeoProjection {
  const longitudes = located.map(({ longitude }) => longitude);
  const latitudes = located.map(({ latitude }) => latitude);
  const edges = [Math.min(...longitudes) - 3, Math.min(...latitudes) - 3, Math.max(...longitudes) + 3, Math.max(...latitudes) + 3] as const;
  const corners = { type: "MultiPoint" as const, coordinates: [[edges[0], Math.max(-80, edges[1])], [edges[2], Math.min(80, edges[3])]] };
  const projection = edges[2] - edges[0] > 120 ? geoEqualEarth() : geoMercator();
  projection.fitExtent([[kMargin, kMargin], [width - kMargin, height - kMargin]], corners);
  const middle = projection.invert?.([width / 2, height / 2]);
  if (zoom !== 0 && middle) projection.center(middle).translate([width / 2, height / 2]).scale(projection.scale() * 2 ** zoom);
  return projection.clipExtent([[0, 0], [width, height]]);
}

interface Box { left: number; top: number; right: number; bottom: number }

/** Those labels that do not lie over an earlier one, or over a circle that is not theirs. */
function legible<T extends { box: Box }>(labels: T[], taken: Box[]): T[] {
  const free = (box: Box) => taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
  return labels.filter((label) => {
    if (!free(label.box)) return false;
    taken.push(label.box);
    return true;
  });
}

interface Circle { place: string; x: number; y: number; radius: number; isAbove: boolean; text: string }

/** To the right of its circle, else to the left, else below. */
function labelOf(circle: Circle, wide: number, width: number) {
  const { x, y, radius } = circle;
  const label = (at: number, left: number, anchor: string, down = 0) => ({ ...circle, x: at, y: y + down, anchor,
    box: { left: left + 1, right: left + wide, top: y + down - 8, bottom: y + down + 8 } });
  const gap = radius + 6;
  if (x + gap + wide < width) return label(x + gap, x + gap, "start");
  if (x - gap - wide > 0) return label(x - gap, x - gap - wide, "end");
  return label(x, x - wide / 2, "middle", radius + 12);
}

function Drawing({ countries, located, rows, width, zoom, go }: {
  countries: Countries; located: Located[]; rows: Map<string, Row>; width: number; zoom: number; go: Go;
}) {
  const height = Math.round(Math.min(560, Math.max(320, width * 0.62)));
  const projection = projectionOf(located, width, height, zoom);
  const path = geoPath(projection);
  const size = scaleSqrt([0, Math.max(1, ...located.map(({ place }) => rows.get(place)?.best ?? 0))], [0, kLargest]);
  const circles: Circle[] = located.flatMap(({ place, at, longitude, latitude }) => {
    const point = projection([longitude, latitude]);
    const row = rows.get(place);
    if (!point || !row) return [];
    const name = place.split("/").at(-1) as string;
    return [{ place, x: point[0], y: point[1], radius: Math.max(3, size(Math.max(0, row.best ?? 0))), isAbove: at !== place,
      text: `${name} ${row.best === null ? "unknown" : digits(row.best)}` }];
  }).sort((a, b) => b.radius - a.radius || a.place.localeCompare(b.place));
  const wide = (text: string) => text.length * 7.2;
  const taken: Box[] = circles.map(({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  const labels = legible(circles.map((circle) => labelOf(circle, wide(circle.text), width)), taken);
  const names = legible(countries.features.flatMap((country) => {
    if (path.area(country) < 2500) return [];
    const [x, y] = path.centroid(country);
    const half = wide(country.properties.name) / 2;
    const box = { left: x - half, right: x + half, top: y - 8, bottom: y + 8 };
    return box.left < 4 || box.right > width - 4 || box.top < 4 || box.bottom > height - 4 ? [] : [{ name: country.properties.name, x, y, box }];
  }), taken);
  return (
    <svg class="map" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect class="sea" width={width} height={height} rx="4" />
      {countries.features.map((country, index) => <path key={index} class="land" d={path(country) ?? ""} />)}
      {names.map(({ name, x, y }) => <text key={name} class="country" x={x} y={y + 4} text-anchor="middle">{name}</text>)}
      {circles.map(({ place, x, y, radius, isAbove }) => (
        <circle key={place} class={isAbove ? "people above" : "people"} cx={x} cy={y} r={radius} onClick={() => go({ why: `place=${place}` })}>
          <title>{`${place}: ${strengthText(rows.get(place) ?? kNobody)}`}</title>
        </circle>
      ))}
      {labels.map(({ place, text, x, y, anchor }) => <text key={place} class="place" x={x} y={y + 4.5} text-anchor={anchor}>{text}</text>)}
    </svg>
  );
}

function Zoom({ zoom, go }: { zoom: number; go: Go }) {
  const to = (next: number) => go({ zoom: next === 0 ? null : next }, true);
  return (
    <div class="controls" role="group" aria-label="How near">
      <button type="button" onClick={() => to(zoom + 1)} disabled={zoom >= 6}>Nearer</button>
      <button type="button" onClick={() => to(zoom - 1)} disabled={zoom <= -6}>Farther</button>
      <button type="button" onClick={() => to(0)} disabled={zoom === 0}>All places</button>
    </div>
  );
}

function Places({ names, rows, presentRows, located, go }: {
  names: string[]; rows: Map<string, Row>; presentRows: Map<string, Row>; located: Located[]; go: Go;
}) {
  const whereIs = new Map(located.map((one) => [one.place, one]));
  return (
    <table class="places">
      <caption class="unseen">The places, and where they are drawn</caption>
      <thead><tr><th scope="col">place</th><th scope="col" class="n">strength</th><th scope="col">drawn</th></tr></thead>
      <tbody>{names.map((name) => {
        const strength = rows.get(name) ?? kNobody;
        const place = whereIs.get(name);
        return (
          <tr key={name} class={same(strength, presentRows.get(name) ?? kNobody) ? "" : "changed"}>
            <th scope="row">{name} <Differs here={strength} present={presentRows.get(name) ?? kNobody} /></th>
            <td class="n">
              <button type="button" class="figure" data-figure={`place=${name}`} aria-label={`${name}: ${strengthText(strength)}: why?`}
                onClick={() => go({ why: `place=${name}` })}>{strengthText(strength)}</button>
            </td>
            <td class="muted">{!place ? "nowhere: no coordinates" : place.at === name ? "there" : `at ${place.at}`}</td>
          </tr>
        );
      })}</tbody>
    </table>
  );
}

function MapView({ answers, at, go }: ViewProps<Answers>) {
  const [here, present, registrations, , , ...histories] = answers;
  const [element, width] = useWidth<HTMLDivElement>();
  const { countries, failed } = useOutlines();
  const byPlace = (headcount: Headcount) => new Map(headcount.rows.map((row) => [String(row.place), row]));
  const [rows, presentRows] = [byPlace(here), byPlace(present)];
  const peopled = [...rows.keys()];
  const names = [...new Set([...peopled, ...presentRows.keys()])];
  const { located, elsewhere } = locate(names, standing("place", registrations, histories).map(({ fields }) => fields));
  const drawn = located.filter(({ place }) => rows.has(place));
  const off = elsewhere.filter((name) => rows.has(name));
  const zoom = at.place.zoom ?? 0;
  return (
    <section aria-labelledby="map-title" class="map" data-drawn={countries ? drawn.length : ""}>
      <h2 id="map-title">Where they are at the end of {spoken(at.on)}</h2>
      {names.length === 0 ? <Notice title="Nobody is at any place.">Nobody was there on that day, as far as was known.</Notice> : (
        <>
          <Zoom zoom={zoom} go={go} />
          <div class="drawn">
            <div ref={element} class="chart">
              {failed ? <Notice bad title="The outlines did not come.">The table beside has all numbers.</Notice> : null}
              {!failed && drawn.length === 0 ? <Notice title="No place has coordinates.">A place is drawn once its registration has a latitude and a longitude, or that of a place above it.</Notice> : null}
              {countries && drawn.length > 0 && width > 0
                ? <Drawing countries={countries} located={drawn} rows={rows} width={width} zoom={zoom} go={go} /> : null}
            </div>
            <div class="beside"><Places names={names} rows={rows} presentRows={presentRows} located={located} go={go} /></div>
          </div>
          <p class="muted">
            A circle is as large as its strength. A dashed one stands for a place without coordinates, at the nearest place above it that has some.
            {off.length > 0 ? ` ${off.length === 1 ? "One place is" : `${off.length} places are`} nowhere on the map: ${off.join(", ")}.` : ""}
            {" "}Outlines: Natural Earth, at 1 to 50 million; its borders are drawn as they are held, and decide nothing here.
          </p>
        </>
      )}
    </section>
  );
}

export const mapPart: ViewPart<Answers> = {
  questions: ({ on, known, size, place: { mission } }) => [
    { command: "headcount", parameters: { on, by: "place", "known-at": known, where: where(mission) } },
    { command: "headcount", parameters: { on, by: "place", "known-at": size, where: where(mission) } },
    ...correctedQuestions(["place"], known),
  ],
  View: MapView,
};
