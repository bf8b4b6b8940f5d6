// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Every view on paper: light whatever the screen is, without what can only be touched, whole, and with the heads of its tables
// on every page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, kept, kViews, opened, picture, serveTheExample, shown, until, violations } from "./served.mjs";

serveTheExample();

// A4 between margins of 15 mm, at 96 pixels an inch.
const kPaper = 680;
// Those that take more than one page.
const kLong = ["timeline", "findings", "why"];

/** What stands out of the paper, or is more than its box shows. */
function cutOff() {
  const seen = (element) => !element.closest(".unseen, [aria-hidden=true]") && element.checkVisibility() && element.getBoundingClientRect().width > 0;
  const name = (element) => `${element.tagName}.${element.getAttribute("class") ?? ""}: ${element.textContent.slice(0, 40)}`;
  return [...document.body.querySelectorAll("*")].filter(seen).filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    const clips = getComputedStyle(element).overflow !== "visible" && !(element instanceof SVGElement);
    return left < -1 || right > innerWidth + 1 || (clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1));
  }).map(name);
}

test("every view prints", async (views) => {
  // One page for all of them: what they share is fetched once.
  const { page, done } = await opened("/", { width: 1280, colorScheme: "dark" });
  for (const view of kViews) {
    await views.test(view, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ media: "screen", colorScheme: "dark" });
      await page.goto(kept.address + addressOf(view));
      await shown(page, view);
      if (view === "append") await page.locator("#report-text").fill(Array.from({ length: 40 }, (_, line) => `# line ${line + 1}`).join("\n"));

      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.setViewportSize({ width: kPaper, height: 980 });
      await until(page, () => document.documentElement.scrollWidth <= innerWidth);
      assert.deepEqual(await page.evaluate(cutOff), [], "nothing is cut off");
      const controls = "nav, input[type=range], input[type=file], input[type=search], select:not(.mission select), button:not(.figure, .link), form.token";
      assert.deepEqual(await page.locator(controls).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))), [],
        "nothing that can only be touched");
      assert.deepEqual(await page.locator("thead").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one).display))
        .then((all) => all.filter((display) => display !== "table-header-group")), []);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--ground").trim()), "#fff");
      // Colours that can be read are axe's to tell, of what is printed as well.
      assert.deepEqual(await violations(page, { type: "rule", values: ["color-contrast"] }), []);
      await picture(page, `print-${view}`);
      const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
      const pages = pdf.match(/\/Type \/Page\b(?!s)/g).length;
      assert.ok(kLong.includes(view) ? pages > 1 : pages >= 1, `${pages} pages`);
    });
  }
  await done();
});
