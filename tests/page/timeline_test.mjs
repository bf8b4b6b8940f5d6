// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// The timeline: its numbers are those of the command line, and every way of looking at it is in the address.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { exampleFiles, figure, fileOf, ledgerOf, lines, muster, opened, serve, serveTheExample, settled, until } from "./served.mjs";

serveTheExample();

const kYear = "/?view=timeline&on=2025-01-18&from=2024-06-01&to=2025-03-01";
const section = (page) => page.locator("section.timeline");
const rows = (page, table) => page.locator(`table.${table} tbody tr`);

async function cells(page, table) {
  return page.locator(`table.${table} tbody tr`).evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
}

async function opensAt(page, wanted) {
  await until(page, (values) => Object.entries(values).every(([name, value]) => document.querySelector("section.timeline")?.dataset[name] === value), wanted);
  await page.waitForSelector('main [aria-busy="false"]');
}

/** As the page writes a strength. */
function written({ least, best, most }) {
  if (best === null || (most === null && best === 0)) return "unknown";
  if (least === best && best === most) return String(best);
  return most === null ? `${least} or more` : `${best} (${least}–${most})`;
}

// Of the roll-call, the mandate and the statement that the corrections of this ledger speak of.
let corrected = { ledger: "", address: "" };
before(async () => {
  const more = fileOf("more.yaml", `
report: {source: Desk of the mission, published: 2025-02-02, grade: A1, text: "All hands were counted on 31 January: 760."}
events:
  - muster: {scope: {mission: MSS-HTI}, strength: 760, on: 2025-01-31}
    quote: "All hands were counted on 31 January: 760."
  - amendment: {of: 14, change: {authorised_strength: 2600}, why: misread}
  - retraction: {of: 47, why: misread}
`);
  const ledger = ledgerOf("corrected", [...exampleFiles(), more]);
  corrected = { ledger, address: await serve(ledger) };
});

for (const by of ["contributor", "duty", "place", "contingent"]) {
  test(`stacked by ${by}, month by month, the numbers are those that the command line answers`, async () => {
    const { page, done } = await opened(`${kYear}&by=${by}&step=month`);
    await opensAt(page, { step: "month" });
    const { points } = muster("timeline", "--from", "2024-06-01", "--to", "2025-03-01", "--step", "month", "--by", by);
    const totals = muster("timeline", "--from", "2024-06-01", "--to", "2025-03-01", "--step", "month").points;
    const names = (await page.locator("table.numbers thead th").allTextContents()).slice(2);
    assert.deepEqual([...names].sort(), [...new Set(points.map((point) => point[by]))].sort());
    const expected = totals.map((total) => [total.on, written(total),
      ...names.map((name) => written(points.find((point) => point.on === total.on && point[by] === name)))]);
    assert.deepEqual(await cells(page, "numbers"), expected);
    assert.equal(await page.locator("svg.timeline path.layer").count(), names.length);
    // Beside it, the groups of the day asked about, each with its reasons.
    for (const row of muster("headcount", "--on", "2025-01-18", "--by", by).rows) {
      assert.equal(await figure(page, `${by}=${row[by]}`).textContent(), String(row.best));
    }
    await done();
  });
}

test("the step and the grouping are switched, and the address has them", async () => {
  const { page, done } = await opened(kYear);
  await opensAt(page, { step: "week" });
  await page.getByLabel("a point each").selectOption("change");
  await opensAt(page, { step: "change" });
  const changes = muster("timeline", "--from", "2024-06-01", "--to", "2025-03-01", "--step", "change").points;
  assert.equal(await rows(page, "numbers").count(), changes.length);
  await page.getByLabel("stacked by").selectOption("place");
  await page.waitForSelector('table.numbers th:text-is("HTI/Ouest/Port-au-Prince")');
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get("step"), "change");
  assert.equal(query.get("by"), "place");
  await page.goBack();
  await page.waitForSelector('table.numbers th:text-is("KEN")');
  await done();
});

test("a brush over the drawing zooms into its days, and back goes back", async () => {
  const { page, done } = await opened(kYear);
  await opensAt(page, { from: "2024-06-01" });
  const box = await page.locator("svg.timeline rect.catch").boundingBox();
  const days = (Date.parse("2025-03-01") - Date.parse("2024-06-01")) / 86_400_000 + 1;
  const at = (day) => box.x + (box.width * ((Date.parse(day) - Date.parse("2024-06-01")) / 86_400_000 + 0.5)) / days;
  await page.mouse.move(at("2024-12-20"), box.y + 100);
  await page.mouse.down();
  await page.mouse.move(at("2025-01-10"), box.y + 120, { steps: 4 });
  await page.mouse.move(at("2025-01-31"), box.y + 120);
  await page.mouse.up();
  await opensAt(page, { from: "2024-12-20", to: "2025-01-31", step: "day" });
  assert.equal(await rows(page, "numbers").count(), 43, "a point for each day");
  assert.equal(new URL(page.url()).searchParams.get("from"), "2024-12-20");
  await page.mouse.click(box.x + box.width / 2, box.y + 40);
  await settled(page, { on: "2025-01-10" });
  await page.goBack();
  await page.goBack();
  await opensAt(page, { from: "2024-06-01", to: "2025-03-01" });
  await done();
});

test("the keyboard zooms, moves and shows the whole time", async () => {
  const { page, done } = await opened(kYear);
  await opensAt(page, { from: "2024-06-01" });
  await page.locator(".chart").focus();
  const span = () => section(page).evaluate(({ dataset }) => (Date.parse(dataset.to) - Date.parse(dataset.from)) / 86_400_000);
  const whole = await span();
  await page.keyboard.press("+");
  await until(page, (from) => document.querySelector("section.timeline").dataset.from !== from, "2024-06-01");
  assert.ok(Math.abs((await span()) - whole / 2) <= 1);
  const [from, to] = await section(page).evaluate(({ dataset }) => [dataset.from, dataset.to]);
  assert.ok(from < "2025-01-18" && to > "2025-01-18", "about the day asked about");
  await page.keyboard.press("ArrowLeft");
  await until(page, (old) => document.querySelector("section.timeline").dataset.from < old, from);
  await page.keyboard.press("-");
  await until(page, (days) => {
    const { dataset } = document.querySelector("section.timeline");
    return Math.abs((Date.parse(dataset.to) - Date.parse(dataset.from)) / 86_400_000 - days) <= 2;
  }, whole);
  await page.keyboard.press("0");
  await until(page, () => !new URL(location.href).searchParams.has("from"));
  await opensAt(page, { to: new Date().toISOString().slice(0, 10) });
  await done();
});

test("claims stand as marks of what they are, and every one of them in words", async () => {
  const { page, done } = await opened(kYear);
  await opensAt(page, { from: "2024-06-01" });
  const claims = muster("reconcile").claims.filter(({ on }) => on >= "2024-06-01" && on <= "2025-03-01");
  for (const verdict of ["agrees", "over", "short"]) {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    assert.ok(count > 0);
    assert.equal(await page.locator(`svg.timeline path.mark.${verdict}`).count(), count, verdict);
    assert.equal(await page.locator(`table.said .verdict.${verdict}`).count(), count, verdict);
  }
  // KEN's claim of 400 stands at 400 of KEN, which is the lowest of the stack: below the 617 of that day.
  const mark = page.locator("svg.timeline g.opens", { hasText: "2025-01-18: Press report without a publisher: 400" }).locator("path.mark");
  const agreeing = page.locator("svg.timeline g.opens", { hasText: "2024-07-16: SOFX: 400" }).locator("path.mark");
  const middle = async (one) => one.boundingBox().then((box) => box.y + box.height / 2);
  assert.ok(Math.abs((await middle(mark)) - (await middle(agreeing))) < 3);
  await done();
});

test("musters, mandates and statements stand beside it as they read after their corrections", async () => {
  const { page, done } = await opened(kYear, { address: corrected.address });
  await opensAt(page, { from: "2024-06-01" });
  const words = (await cells(page, "said")).map((row) => row.join(" "));
  assert.ok(words.some((text) => /^2025-01-31 muster A muster of MSS-HTI: 760 81$/.test(text)), words.join("\n"));
  assert.ok(words.some((text) => /mandate S\/RES\/2699 \(2023\) for MSS-HTI: 2,600 authorised, until 2 Oct 2024 14$/.test(text)));
  assert.ok(!words.some((text) => text.endsWith(" 47")), "what is retracted is gone");
  assert.equal(await page.locator("svg.timeline path.mark.muster").count(), 1);
  assert.equal(await page.locator("svg.timeline rect.mandate").count(), lines("log", "--kind", "mandate").length);
  // The corrections were not known before they were written.
  await page.locator("#known-slider").fill("81");
  await settled(page, { known: "81" });
  const then = (await cells(page, "said")).map((row) => row.join(" "));
  assert.ok(then.some((text) => /2,500 authorised, until 2 Oct 2024 14$/.test(text)));
  assert.ok(then.some((text) => text.endsWith(" 47")));
  assert.equal(await page.locator("svg.timeline path.mark.muster").count(), 0);
  await done();
});

test("what is known otherwise now is drawn over what was known then, and marked in the table", async () => {
  const { page, done } = await opened(`${kYear}&step=month`);
  await opensAt(page, { step: "month" });
  assert.equal(await page.locator("svg.timeline path.now-known").count(), 0);
  await page.locator("#known-slider").fill("66");
  await settled(page, { known: "66" });
  assert.equal(await page.locator("svg.timeline path.now-known").count(), 1);
  const january = rows(page, "numbers").filter({ hasText: "2025-01-31" });
  assert.match(await january.textContent(), /now known: 807/);
  assert.equal(await rows(page, "numbers").filter({ hasText: "2024-06-30" }).locator(".otherwise").count(), 0);
  await done();
});

test("the band of uncertainty is as high as the bounds are far apart", async () => {
  const { page, done } = await opened("/?view=timeline&on=2025-02-05&from=2025-02-01&to=2025-02-10&only=KEN", { address: corrected.address });
  await opensAt(page, { step: "day", from: "2025-02-01" });
  const { least, most } = muster("headcount", "--on", "2025-02-05", "--where", "contributor=KEN", "--ledger", corrected.ledger).total;
  assert.ok(most > least, "after the roll-call of all, nobody knows how many of KEN are missing");
  const drawn = await page.evaluate(() => {
    const ticks = [...document.querySelectorAll("svg.timeline .axes text[text-anchor=end]")]
      .map((text) => ({ people: Number(text.textContent.replace(",", "")), at: text.parentElement.getBoundingClientRect().bottom }));
    const lines = ticks.map(({ people }, index) => ({ people, at: document.querySelectorAll("svg.timeline .axes g > line[x2]")[index].getBoundingClientRect().top }));
    const person = (lines[0].at - lines[1].at) / (lines[1].people - lines[0].people);
    return document.querySelector("svg.timeline path.band").getBoundingClientRect().height / person;
  });
  assert.ok(Math.abs(drawn - (most - least)) < 3, `${drawn} people high`);
  await done();
});

test("one group alone is drawn from the ground, with its own numbers", async () => {
  const { page, done } = await opened(`${kYear}&step=month`);
  await opensAt(page, { step: "month" });
  await page.getByRole("button", { name: "GTM alone" }).click();
  await page.waitForSelector("h2:has-text('Strength of GTM')");
  await page.waitForSelector('main [aria-busy="false"]');
  const { points } = muster("timeline", "--from", "2024-06-01", "--to", "2025-03-01", "--step", "month", "--where", "contributor=GTM");
  assert.deepEqual((await cells(page, "numbers")).map((row) => row[1]), points.map(written));
  assert.equal(new URL(page.url()).searchParams.get("only"), "GTM");
  await done();
});
