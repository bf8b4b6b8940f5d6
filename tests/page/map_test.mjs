// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// The map: its numbers are those of the command line, and a place is drawn where its registration says it is.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { exampleFiles, figure, fileOf, kept, ledgerOf, muster, opened, serve, serveTheExample, settled } from "./served.mjs";

serveTheExample();

let spread = { ledger: "", address: "" };
before(async () => {
  const more = fileOf("places.yaml", `
report: {source: Desk of the mission, published: 2025-02-02, grade: A1}
events:
  - place: {id: HTI/Artibonite/Gonaives, latitude: 19.45, longitude: -72.69}
  - place: {id: HTI/Nord/Cap-Haitien, latitude: 19.76, longitude: -72.2}
  - place: {id: JAM/Kingston}
  - contingent: {id: MIX-1, mission: MSS-HTI, contributor: CAN, component: police}
  - arrival: {contingent: MIX-1, strength: 50, place: HTI/Artibonite/Gonaives, on: 2025-01-10}
  - {arrival: {contingent: MIX-1, strength: 40, place: HTI/Nord/Cap-Haitien, on: 2025-01-11}, distinct: true}
  - {arrival: {contingent: MIX-1, strength: 30, place: HTI/Ouest, on: 2025-01-12}, distinct: true}
  - {arrival: {contingent: MIX-1, strength: 20, place: JAM/Kingston, on: 2025-01-13}, distinct: true}
  - amendment: {of: 82, change: {latitude: 18.2, longitude: -73.75}, why: misread, note: that was Les Cayes}
`);
  const ledger = ledgerOf("spread", [...exampleFiles(), more]);
  spread = { ledger, address: await serve(ledger) };
});

/** Where a place is drawn, and how large. */
async function circle(page, place) {
  return page.locator("svg.map circle.people", { has: page.locator("title", { hasText: new RegExp(`^${place}: `) }) })
    .evaluate((one) => ({ x: one.cx.baseVal.value, y: one.cy.baseVal.value, r: one.r.baseVal.value, above: one.classList.contains("above") }));
}

test("every place stands in the table with the strength that the command line answers", async () => {
  const { page, done } = await opened("/?view=map&on=2025-01-18", { address: spread.address });
  await page.waitForSelector("svg.map circle");
  const { rows } = muster("headcount", "--on", "2025-01-18", "--by", "place", "--ledger", spread.ledger);
  assert.equal(await page.locator("table.places tbody tr").count(), rows.length);
  for (const row of rows) assert.equal(await figure(page, `place=${row.place}`).textContent(), String(row.best));
  await done();
});

test("places are drawn where their registrations, as corrected, say they are", async () => {
  const { page, done } = await opened("/?view=map&on=2025-01-18", { address: spread.address });
  await page.waitForSelector("svg.map circle");
  const [capital, gonaives, cayes] = [await circle(page, "HTI/Ouest/Port-au-Prince"), await circle(page, "HTI/Artibonite/Gonaives"), await circle(page, "HTI/Nord/Cap-Haitien")];
  assert.ok(gonaives.y < capital.y && gonaives.x < capital.x, "Gonaives lies north-west of the capital");
  assert.ok(cayes.y > capital.y && cayes.x < gonaives.x, "what the amendment says is Les Cayes lies far south-west");
  // Mercator: a degree of longitude is as wide everywhere.
  const wide = (gonaives.x - capital.x) / (-72.69 - -72.34);
  assert.ok(Math.abs((cayes.x - capital.x) / (-73.75 - -72.34) - wide) < 0.01 * wide);
  assert.ok(Math.abs(capital.r / gonaives.r - Math.sqrt(807 / 50)) < 0.05, "areas are as the strengths are");
  // Before the amendment was known, it stood in the north.
  await page.locator("#known-slider").fill("89");
  await settled(page, { known: "89" });
  const north = await circle(page, "HTI/Nord/Cap-Haitien");
  assert.ok(north.y < (await circle(page, "HTI/Ouest/Port-au-Prince")).y);
  await done();
});

test("a place without coordinates stands dashed at the place above it, or is named beside the map", async () => {
  const { page, done } = await opened("/?view=map&on=2025-01-18", { address: spread.address });
  await page.waitForSelector("svg.map circle");
  assert.equal((await circle(page, "HTI/Ouest")).above, true);
  assert.equal((await circle(page, "HTI/Ouest/Port-au-Prince")).above, false);
  assert.match(await page.locator("table.places tr", { hasText: "HTI/Ouest 30" }).or(page.locator("table.places tr").filter({ has: figure(page, "place=HTI/Ouest") })).first().textContent(), /at HTI$/);
  assert.match(await page.locator("table.places tr").filter({ has: figure(page, "place=JAM/Kingston") }).textContent(), /nowhere: no coordinates/);
  assert.match(await page.locator("section.map").textContent(), /One place is nowhere on the map: JAM\/Kingston/);
  await done();
});

test("it comes nearer and farther, and the address says how near", async () => {
  const { page, done } = await opened("/?view=map&on=2025-01-18", { address: spread.address });
  await page.waitForSelector("svg.map circle");
  const apart = async () => (await circle(page, "HTI/Ouest/Port-au-Prince")).y - (await circle(page, "HTI/Artibonite/Gonaives")).y;
  const before = await apart();
  await page.getByRole("button", { name: "Nearer" }).click();
  await page.waitForSelector("button:text-is('All places'):not([disabled])");
  assert.ok(Math.abs((await apart()) / before - 2) < 0.01);
  assert.equal(new URL(page.url()).searchParams.get("zoom"), "1");
  await page.reload();
  await page.waitForSelector("svg.map circle");
  assert.ok(Math.abs((await apart()) / before - 2) < 0.01);
  await page.getByRole("button", { name: "All places" }).click();
  assert.equal(new URL(page.url()).searchParams.get("zoom"), null);
  await done();
});

test("a circle opens the movements behind it", async () => {
  const { page, done } = await opened("/?view=map&on=2025-01-18", { address: spread.address });
  await page.waitForSelector("svg.map circle");
  const { x, y } = await circle(page, "HTI/Artibonite/Gonaives");
  await page.locator("svg.map").click({ position: { x, y } });
  await page.waitForSelector("dialog .line");
  assert.equal(new URL(page.url()).searchParams.get("why"), "place=HTI/Artibonite/Gonaives");
  await done();
});

test("the outlines are the server's own, and are not fetched before the map is looked at", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  await settled(page, { on: "2025-01-18" });
  assert.ok(!asked.some(({ pathname }) => /countries|map-/.test(pathname)));
  await page.getByRole("link", { name: "Map", exact: true }).click();
  await page.waitForSelector("svg.map circle");
  const outlines = asked.filter(({ pathname }) => /^\/assets\/countries.*\.json$/.test(pathname));
  assert.deepEqual(outlines.map(({ origin }) => origin), [kept.address]);
  await done();
});

test("without outlines, the numbers are there all the same", async () => {
  const { page } = await opened("/?view=map&on=2025-01-18", { prepare: (one) => one.route("**/assets/countries*", (route) => route.abort()) });
  await page.waitForSelector("section.map [role=alert]");
  assert.equal(await figure(page, "place=HTI/Ouest/Port-au-Prince").textContent(), "807");
});
