// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Every view at three widths, light and dark: it fits, and there is no barrier in it. The pictures are kept.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { addressOf, kPictures, kViews, opened, picture, serveTheExample, settled, shown, until, violations } from "./served.mjs";

serveTheExample();

// A view is loaded once and put into each width and theme, as its reader's window is: what of it depends on neither is made once.
// axe looks at each theme and at both ends of the widths: the colours are those of the theme, the boxes those of the width.
const kWidths = [390, 820, 1440];
const kThemes = ["light", "dark"];
const kLooked = ["390-light", "1440-dark"];

for (const view of kViews) {
  test(`${view} fits at three widths, light and dark, and axe finds no violation`, async () => {
    const { page, done } = await opened(addressOf(view), { width: kWidths[0] });
    await shown(page, view);
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

test("the picture in the README is small, and is made anew here, to be copied there", async () => {
  const { page, done } = await opened("/?on=2025-01-18&known=66", { width: 1200 });
  await settled(page, { known: "66" });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80, clip: { x: 0, y: 0, width: 1200, height: 900, scale: 1 } });
  const fresh = Buffer.from(data, "base64");
  writeFileSync(path.join(kPictures, "readme.webp"), fresh);
  const kept = readFileSync(path.join(process.env.SOURCE, "docs/pictures/page.webp"));
  for (const picture of [fresh, kept]) {
    assert.deepEqual([picture.toString("latin1", 0, 4), picture.toString("latin1", 8, 12)], ["RIFF", "WEBP"]);
    assert.ok(picture.length > 10_000 && picture.length < 200_000, `${picture.length} bytes`);
  }
  await done();
});
