// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// One mission of several: the choice of it narrows every view, by the scope that the command line takes.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { exampleFiles, figure, fileOf, ledgerOf, lines, muster, opened, serve, serveTheExample, settled, violations } from "./served.mjs";

serveTheExample();

let two = { ledger: "", address: "" };
before(async () => {
  const other = fileOf("other.yaml", `
report: {source: Desk of the other mission, published: 2025-01-10, text: Sixty from Fiji and forty from Jamaica are in Nuku.}
events:
  - mission: {id: MON-2, name: Monitoring Mission, host: TON}
  - mandate: {mission: MON-2, instrument: Letter of the king, authorised_strength: 120, on: 2025-01-01}
  - place: {id: TON/Nuku, latitude: -21.1, longitude: -175.2}
  - contingent: {id: FJI-1, mission: MON-2, contributor: FJI, component: civilian}
  - contingent: {id: JAM-M, mission: MON-2, contributor: JAM, component: civilian}
  - arrival: {contingent: FJI-1, strength: 60, place: TON/Nuku, on: 2025-01-05}
  - arrival: {contingent: JAM-M, strength: 40, place: TON/Nuku, on: 2025-01-06}
  - claim: {scope: {mission: MON-2}, strength: 130, on: 2025-01-08}
  - muster: {scope: {contingent: FJI-1}, strength: 61, on: 2025-01-09}
  - account: {of: arrival JAM-M 2025-01-06, strength: 44}
`);
  const ledger = ledgerOf("two", [...exampleFiles(), other]);
  two = { ledger, address: await serve(ledger) };
});

const kOther = ["--where", "mission=MON-2"];
const asked = (command, ...options) => muster(command, "--ledger", two.ledger, ...options);
const ofMission = (page, mission) => settled(page, { mission });

test("with one mission there is nothing to choose", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  assert.equal(await page.getByLabel("Mission").count(), 0);
  await done();
});

test("the mission is chosen by the keyboard, the address has it, and Now is of it alone", async () => {
  const { page, done } = await opened("/?on=2025-01-18", two);
  await settled(page, { on: "2025-01-18" });
  assert.equal(await figure(page, "total").textContent(), String(asked("headcount", "--on", "2025-01-18").total.best));
  await page.locator("option", { hasText: "MON-2, Monitoring Mission" }).waitFor({ state: "attached" });
  await page.getByLabel("Mission").focus();
  await page.keyboard.press("ArrowDown");
  await ofMission(page, "MSS-HTI");
  await page.keyboard.press("ArrowDown");
  await ofMission(page, "MON-2");
  assert.equal(new URL(page.url()).searchParams.get("mission"), "MON-2");
  const { rows, total } = asked("headcount", "--on", "2025-01-18", "--by", "contributor", ...kOther);
  assert.equal(await figure(page, "total").textContent(), String(total.best));
  assert.deepEqual(await page.locator('[data-figure^="contributor="]').allTextContents(), rows.map(({ best }) => String(best)).sort((a, b) => b - a));
  assert.equal(await page.locator(".tile", { hasText: "Authorised" }).locator(".number").textContent(), "120");
  // The reasons of a number of a contributor to both missions are those of this one.
  await figure(page, "contributor=JAM").click();
  await page.waitForSelector("dialog .line");
  assert.deepEqual(await page.locator("dialog .share").allTextContents(), ["40"]);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 900 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the choice fits on a phone");
  await page.getByLabel("Mission").selectOption("");
  await ofMission(page, "");
  assert.equal(new URL(page.url()).searchParams.get("mission"), null);
  await done();
});

test("timeline, map, claims and findings are of the chosen mission, and turning to another view keeps it", async () => {
  const { page, done } = await opened("/?on=2025-01-18&mission=MON-2&view=timeline&from=2025-01-01&to=2025-01-18&step=day", two);
  await page.waitForSelector("table.numbers");
  const { points } = asked("timeline", "--from", "2025-01-01", "--to", "2025-01-18", "--step", "day", ...kOther);
  const column = await page.locator("table.numbers tbody td:nth-child(2)").allTextContents();
  assert.deepEqual(column, points.map(({ best }) => String(best)));
  const said = (await page.locator("table.said tbody tr").allTextContents()).filter((text) => !text.includes("statement"));
  assert.equal(said.length, 3, said.join("|"));
  for (const [index, part] of ["Letter of the king", "over by 30", "A muster of FJI-1"].entries()) assert.ok(said[index].includes(part), said[index]);

  await page.getByRole("link", { name: "Map" }).click();
  await page.waitForSelector("svg.map circle");
  assert.deepEqual((await page.locator("table.places tbody th").allTextContents()).map((name) => name.trim()), asked("headcount", "--on", "2025-01-18", "--by", "place", ...kOther).rows.map(({ place }) => place));

  await page.getByRole("link", { name: "Reconcile" }).click();
  await page.waitForSelector("#reconcile-title");
  assert.equal(await page.locator("main tbody tr").count(), asked("reconcile", ...kOther).claims.length);

  await page.getByRole("link", { name: "Findings" }).click();
  await page.waitForSelector("table.findings");
  const positions = lines("log", "--ledger", two.ledger).filter(({ position }) => position >= 81).map(({ position }) => position);
  const about = lines("check", "--on", "2025-01-18", "--ledger", two.ledger).filter((finding) => finding.positions.some((position) => positions.includes(position)));
  assert.ok(about.some(({ scope }) => scope === null) && about.some(({ scope }) => scope !== null));
  assert.deepEqual(await page.locator("table.findings tbody td:nth-child(2)").allTextContents(), about.map(({ message }) => message));
  assert.equal(new URL(page.url()).searchParams.get("mission"), "MON-2");
  await done();
});

test("before a mission was registered nothing is known of it, and one that nobody registered is told", async () => {
  const { page, done } = await opened("/?on=2025-01-18&mission=MON-2&known=66", two);
  await page.waitForSelector("text=Nothing was known of MON-2 then.");
  await page.getByRole("button", { name: "Now", exact: true }).click();
  await settled(page, { known: String(lines("log", "--ledger", two.ledger).length) });
  assert.equal(await figure(page, "total").textContent(), "101");
  await done();
  // The browser itself says on the console that a request was refused.
  const wrong = await opened("/?mission=NONE", two);
  await wrong.page.waitForSelector("text=nothing in the ledger has mission NONE");
  await wrong.page.getByRole("link", { name: "Begin again" }).click();
  await settled(wrong.page, {});
});
