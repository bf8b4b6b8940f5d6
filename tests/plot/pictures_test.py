#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Goal: what is drawn is what the view answers. Pictures are parsed, and their heights read back against the
numbers on their own axes.

With UPDATE=1 in the environment the picture in docs is drawn anew.
"""

import datetime
import os
import re
import shutil
import struct
import subprocess
import unittest
import xml.etree.ElementTree

from ledger_case import PROGRAM, SOURCE, LedgerCase

SVG = "{http://www.w3.org/2000/svg}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# Two decimals of a pixel, as the heights are written.
HALF_PIXEL = 0.006
EPOCH = datetime.date(1970, 1, 1)
HAITI = ("--from", "2024-06-01", "--to", "2025-01-31", "--by", "contributor")
REPORT = """report: {source: Desk & <Co>, title: "A \\"title\\"", published: 2024-06-01}
events:
  - mission: {id: M, name: A mission, host: HTI}
  - mandate: {mission: M, instrument: "S/RES/1 & 2", authorised_strength: 900, on: 2024-01-01, until: 2024-06-30}
  - mandate: {mission: M, instrument: S/RES/3, authorised_strength: 1200, on: 2024-07-01}
  - contingent: {id: KEN-1, mission: M, contributor: KEN, component: police}
  - contingent: {id: JAM-1, mission: M, contributor: JAM, component: military}
  - contingent: {id: GTM-1, mission: M, contributor: GTM, component: military}
  - arrival: {contingent: KEN-1, strength: about 400, on: 2024-02-25}
  - arrival: {contingent: JAM-1, strength: 150..240, on: 2024-03-10}
  - arrival: {contingent: GTM-1, strength: over 100, on: 2024-05-10}
  - muster: {scope: {mission: M}, strength: 650, on: 2024-07-15}
  - departure: {contingent: KEN-1, strength: about 100, on: 2024-09-10}
  - claim: {scope: {mission: M}, strength: about 500, on: 2024-04-20}
  - claim: {scope: {mission: M, contributor: KEN}, strength: 300, on: 2024-06-20}
  - statement: {text: "\\"<script>alert(1)</script>\\" & left.", speaker: "Mr. <b>X</b>", on: 2024-05-05}
"""


def days(date):
    return (datetime.date.fromisoformat(date) - EPOCH).days


def numbers_of(path):
    """The points of a path of ours."""
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", path)]


class Picture:
    """A parsed picture, with the scales that its own axes have."""

    def __init__(self, text):
        self.text = text
        self.root = xml.etree.ElementTree.fromstring(text)
        self.numbers = self.axis()

    def named(self, name):
        return [element for element in self.root.iter() if element.get("class") == name]

    def axis(self):
        """(y of 0, pixels a person), from the numbers beside the grid."""
        group = self.named("numbers")[0]
        labels = [(float(text.get("y")) - 4, text.text) for text in group.findall(f"{SVG}text")]
        if len(labels) == 1:
            return labels[0][0], 1  # nothing is drawn, and there is no measure of it
        values = [(y, int(label.replace("\u202f", "").replace("\u2212", "-"))) for y, label in labels]
        (y0, low), (y1, high) = values[0], values[-1]
        slope = (y0 - y1) / (high - low)
        return y0 + low * slope, slope

    def day_axis(self):
        """(x of day 0, pixels a day), from the lines of the days."""
        lines = [path for path in self.named("days")[0].findall(f"{SVG}path")]
        ends = [(days(line.get("data-day")), numbers_of(line.get("d"))[0][0]) for line in (lines[0], lines[-1])]
        (day0, x0), (day1, x1) = ends
        slope = (x1 - x0) / (day1 - day0)
        return x0 - day0 * slope, slope

    def level(self, y):
        base, slope = self.numbers
        return (base - y) / slope

    def day(self, x):
        base, slope = self.day_axis()
        return (x - base) / slope

    def steps(self, path):
        """A line in steps as [(day, level)], a corner each."""
        return [(self.day(x), self.level(y)) for x, y in numbers_of(path)]

    def levels_on(self, path, date):
        """The levels at which a path crosses the middle of a day."""
        middle = days(date) + 0.5
        points = self.steps(path)
        # An outline is closed.
        pairs = list(zip(points, points[1:] + points[:1]))
        return sorted({round(a[1], 3) for a, b in pairs if min(a[0], b[0]) <= middle <= max(a[0], b[0])})


class PicturesTest(LedgerCase):
    def draw(self, *words, command="timeline"):
        file = self.directory / "picture.svg"
        self.muster(command, *words, "--plot", file)
        return Picture(file.read_text(encoding="utf-8"))

    def close(self, picture, drawn, number):
        self.assertAlmostEqual(drawn, number, delta=2 * HALF_PIXEL / picture.numbers[1] + 1e-6)

    def odd_ledger(self):
        self.append(self.write("odd.yaml", REPORT))
        return ("--from", "2024-01-01", "--to", "2024-12-31", "--by", "contributor")

    def check_layers(self, words):
        """Every layer is as high as its group on every day that changes it."""
        picture = self.draw(*words)
        answer = self.json("timeline", *words, "--step", "change")
        layers = {layer.get("data-group"): layer for layer in picture.named("layer")}
        dates = sorted({point["on"] for point in answer["points"]})
        checked = 0
        for point in answer["points"]:
            if point["best"] in (None, 0) or point["contributor"] not in layers:
                continue
            area = [e for e in layers[point["contributor"]].iter() if e.get("class") == "area"][0]
            outlines = [part for part in area.get("d").split("M") if part]
            levels = [level for outline in outlines for level in picture.levels_on(outline, point["on"])]
            self.close(picture, max(levels) - min(levels), abs(point["best"]))
            checked += 1
        return picture, dates, checked

    def test_layers_are_as_high_as_their_groups(self):
        self.append(*sorted((SOURCE / "examples/haiti").glob("*.yaml")))
        picture, dates, checked = self.check_layers(HAITI)
        self.assertEqual(len(dates), 8)
        self.assertGreater(checked, 20)
        self.assertEqual({layer.get("data-group") for layer in picture.named("layer")},
                         {"KEN", "GTM", "JAM", "SLV", "BHS", "BLZ"})

    def test_layers_of_odd_numbers_too(self):
        _, _, checked = self.check_layers(self.odd_ledger())
        self.assertGreater(checked, 8)

    def test_the_line_is_the_total_and_the_band_its_bounds(self):
        words = self.odd_ledger()[:4]
        picture = self.draw(*words)
        line = picture.named("total")[0].get("d")
        bands = [band.get("d") for band in picture.named("band")]
        open_bands = [band.get("d") for band in picture.named("open-band")]
        for point in self.json("timeline", *words, "--step", "change")["points"]:
            # The outline of an area is closed, that of a line is not: what closes it is no part of it.
            levels = picture.levels_on(line, point["on"])
            self.assertTrue(any(abs(level - point["best"]) < 1 for level in levels), (levels, point))
            if point["most"] is None:
                levels = picture.levels_on(open_bands[0], point["on"])
                self.close(picture, levels[0], point["least"])
                self.assertGreater(levels[-1], point["best"] * 1.2)
            elif point["least"] != point["most"]:
                levels = [level for band in bands for level in picture.levels_on(band, point["on"])]
                self.close(picture, min(levels), point["least"])
                self.close(picture, max(levels), point["most"])
        self.assertEqual(len(open_bands), 1)
        self.assertEqual(len(picture.named("open-arrow")), 1)

    def test_points_of_months_are_joined(self):
        words = self.odd_ledger()[:4] + ("--step", "month")
        picture = self.draw(*words)
        points = self.json("timeline", *words)["points"]
        drawn = picture.steps(picture.named("total")[0].get("d"))
        for point in points:
            here = [level for day, level in drawn if abs(day - days(point["on"]) - 0.5) < 0.1]
            # A corner on a straight line is left out.
            for level in here:
                self.close(picture, level, point["best"])
        self.assertGreater(len(drawn), 5)

    def test_claims_and_musters_stand_at_their_day_and_number(self):
        words = self.odd_ledger()
        picture = self.draw(*words)
        claims = {claim.get("data-record"): claim for claim in picture.named("claim")}
        self.assertEqual(set(claims), {"11", "12"})
        ring = claims["11"].find(f"{SVG}circle")
        self.close(picture, picture.level(float(ring.get("cy"))), 500)
        self.assertAlmostEqual(picture.day(float(ring.get("cx"))), days("2024-04-20") + 0.5, delta=0.05)
        whisker = [e for e in claims["11"] if e.get("class") == "whisker"][0]
        levels = [level for _, level in picture.steps(whisker.get("d"))]
        self.close(picture, min(levels), 450)
        self.close(picture, max(levels), 549)
        # A claim about the lowest layer stands at its number: short, a triangle that points down.
        triangle = numbers_of(claims["12"].find(f"{SVG}path").get("d"))
        self.assertEqual(max(triangle, key=lambda point: point[1]), triangle[0])
        muster = picture.named("muster")[0]
        corners = numbers_of(muster.find(f"{SVG}path").get("d"))
        self.close(picture, picture.level((corners[0][1] + corners[2][1]) / 2), 650)
        tips = [tip.text for tip in picture.named("marks")[0].iter(f"{SVG}title")]
        self.assertIn("KEN: 300 claimed at the closing of 2024-06-20, derived 400 (350..449): short by 50 (record 12)", tips)

    def test_what_is_authorised_is_a_line(self):
        picture = self.draw(*self.odd_ledger())
        line = picture.named("authorised")[0].get("d")
        self.close(picture, picture.levels_on(line, "2024-06-30")[0], 900)
        self.close(picture, max(picture.levels_on(line, "2024-07-01")), 1200)

    def test_what_others_wrote_is_text_and_no_markup(self):
        picture = self.draw(*self.odd_ledger(), "--source", "Desk & <Co>")
        self.assertNotIn("<script", picture.text)
        self.assertNotIn("<b>", picture.text)
        texts = [text.text for text in picture.root.iter(f"{SVG}text")]
        self.assertIn("Mr. <b>X</b>", texts)
        self.assertIn("through a lens: only reports from Desk & <Co>", texts)

    def test_a_picture_says_what_it_shows_and_needs_nothing_from_outside(self):
        picture = self.draw(*self.odd_ledger())
        self.assertEqual(picture.root.find(f"{SVG}title").text,
                         "Strength from 2024-01-01 to 2024-12-31, by contributor")
        self.assertIn("The total goes from 0 on 2024-01-01 to 550 on 2024-09-10.",
                      picture.root.find(f"{SVG}desc").text)
        self.assertIn("Known at 14 records", picture.root.find(f"{SVG}desc").text)
        self.assertNotIn("href", picture.text)
        names = set(re.findall(r"url\(#([\w-]+)\)", picture.text))
        ids = {element.get("id") for element in picture.root.iter()}
        self.assertLessEqual(names, ids)

    def test_the_same_question_gives_the_same_bytes(self):
        words = self.odd_ledger()
        self.assertEqual(self.draw(*words).text, self.draw(*words).text)
        # In another place, too.
        file = self.directory / "other.svg"
        subprocess.run([PROGRAM, "--ledger", str(self.directory / "ledger"), "timeline", *words, "--plot", str(file)],
                       env={"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Auckland", "PATH": "/usr/bin:/bin"}, check=True)
        self.assertEqual(file.read_text(encoding="utf-8"), self.draw(*words).text)

    def test_an_empty_ledger_is_drawn_and_says_so(self):
        picture = self.draw("--from", "2024-01-01", "--to", "2024-12-31")
        self.assertIn("Nothing is counted: the log is empty", [t.text for t in picture.root.iter(f"{SVG}text")])
        self.assertEqual(picture.named("layer"), [])

    def test_bars_of_a_coverage_are_as_long_as_its_numbers(self):
        self.append(*sorted((SOURCE / "examples/haiti").glob("*.yaml")))
        words = ("--on", "2025-01-18", "--by", "contributor")
        picture = self.draw(*words, command="coverage")
        group = picture.named("numbers")[0]
        labels = [(float(text.get("x")), int(text.text)) for text in group.findall(f"{SVG}text")]
        (x0, low), (x1, high) = labels[0], labels[-1]
        pixels = (x1 - x0) / (high - low)
        rows = {row.get("data-group"): row for row in picture.named("row")}
        answer = self.json("coverage", *words)
        for row in answer["rows"] + [{"contributor": "total"} | answer["total"]]:
            bars = {rect.get("class"): float(rect.get("width")) for rect in rows[row["contributor"]].iter(f"{SVG}rect")}
            self.assertAlmostEqual(bars["deployed"] / pixels, row["deployed"]["best"], delta=0.1 + 0.01 / pixels)
            if row["pledged"]:
                self.assertAlmostEqual(bars["pledged"] / pixels, row["pledged"]["best"], delta=0.1 + 0.01 / pixels)
            else:
                self.assertNotIn("pledged", bars)

    def test_a_png_is_twice_as_large(self):
        self.assertIsNotNone(shutil.which("rsvg-convert"), "tools/setup test installs it")
        words = self.odd_ledger()
        picture = self.draw(*words)
        file = self.directory / "picture.png"
        self.muster("timeline", *words, "--plot", file)
        content = file.read_bytes()
        self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", content[16:24])
        self.assertEqual((width, height), tuple(2 * int(float(picture.root.get(side))) for side in ("width", "height")))

    def test_the_picture_in_docs_is_that_of_the_example(self):
        self.append(*sorted((SOURCE / "examples/haiti").glob("*.yaml")))
        for name, command, words in (
            ("haiti_timeline.svg", "timeline", HAITI),
            ("haiti_coverage.svg", "coverage", ("--on", "2025-01-18", "--by", "contributor")),
        ):
            # When it was recorded differs from run to run.
            drawn = TIME.sub("2026-11-27T12:00:00Z", self.draw(*words, command=command).text)
            kept = SOURCE / "docs/pictures" / name
            if os.environ.get("UPDATE") == "1":
                kept.parent.mkdir(exist_ok=True)
                kept.write_text(drawn, encoding="utf-8")
            self.assertEqual(drawn, kept.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
