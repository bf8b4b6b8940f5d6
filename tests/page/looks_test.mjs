// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Every view at three widths, light and dark: it fits, and there is no barrier in it. The pictures are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, opened, picture, serveTheExample, settled, until, violations } from "./served.mjs";

serveTheExample();

const kViews = {
  now: "/?on=2025-01-18&known=66",
  timeline: "/?view=timeline&on=2025-01-18&known=66&from=2024-06-01&to=2025-03-01",
  reconcile: "/?view=reconcile&known=66",
  findings: "/?view=findings&known=66",
  map: "/?view=map&on=2025-01-18&known=66",
  reports: "/?view=reports&known=66",
  report: "/?view=reports&known=66&report=REPORT",
  record: "/?known=66&record=40",
  append: "/?view=append",
};

// A view is loaded once and put into each width and theme, as its reader's window is: what of it depends on neither is made once.
// axe looks at each theme and at both ends of the widths: the colours are those of the theme, the boxes those of the width.
const kWidths = [390, 820, 1440];
const kThemes = ["light", "dark"];
const kLooked = ["390-light", "1440-dark"];

for (const [view, address] of Object.entries(kViews)) {
  test(`${view} fits at three widths, light and dark, and axe finds no violation`, async () => {
    const { page, done } = await opened(address.replace("REPORT", lines("reports").at(-2).report), { width: kWidths[0] });
    if (view === "append") await page.waitForSelector("form.token");
    else await settled(page, { known: "66" });
    if (view === "map") await page.waitForSelector("svg.map circle");
    if (view === "record") await page.waitForSelector("dialog.record [data-proof=agrees]");
    for (const width of kWidths) {
      await page.setViewportSize({ width, height: 900 });
      // A drawing follows the window.
      await until(page, () => [...document.querySelectorAll(".chart > svg")].every((svg) => Math.abs(svg.clientWidth - svg.parentElement.clientWidth) <= 1));
      for (const colorScheme of kThemes) {
        await page.emulateMedia({ colorScheme });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `not too wide at ${width}`);
        if (kLooked.includes(`${width}-${colorScheme}`)) assert.deepEqual(await violations(page), [], `${width}, ${colorScheme}`);
        await picture(page, `${view}-${width}-${colorScheme}`);
      }
    }
    await done();
  });
}
