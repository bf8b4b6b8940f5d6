// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Every view at three widths, light and dark: it fits, and there is no barrier in it. The pictures are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, opened, picture, serveTheExample, settled, violations } from "./served.mjs";

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

for (const width of [390, 820, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`at ${width} pixels, ${colorScheme}, every view fits, and axe finds no violation`, async () => {
      for (const [view, address] of Object.entries(kViews)) {
        const { page, done } = await opened(address.replace("REPORT", lines("reports").at(-2).report), { width, colorScheme });
        if (view === "append") await page.waitForSelector("form.token");
        else await settled(page, { known: "66" });
        if (view === "map") await page.waitForSelector("svg.map circle");
        if (view === "record") await page.waitForSelector("dialog.record [data-proof=agrees]");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} is not too wide`);
        assert.deepEqual(await violations(page), [], view);
        await picture(page, `${view}-${width}-${colorScheme}`);
        await done();
      }
    });
  }
}
