// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// What is not as usual: a server that goes and comes back, little or nothing in the ledger, days without facts, addresses that
// say nothing known, tokens that end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleFiles, figure, fileOf, kept, ledgerOf, lines, muster, opened, said, serve, serveTheExample, settled, stop, violations } from "./served.mjs";

serveTheExample();

const tokenOf = (ledger, name, role, ...more) => said("token", "add", name, "--role", role, ...more, "--ledger", ledger).trim().split("\n").at(-1);

async function show(page, token) {
  await page.getByLabel("Token, as").fill(token);
  await page.getByRole("button", { name: "Use it" }).click();
}

test("the server goes: what is shown stays and is said to be old; it comes back: that is said, and what failed is asked again", async () => {
  const ledger = ledgerOf("gone", exampleFiles());
  const address = await serve(ledger);
  // The browser itself says on the console that it could not connect.
  const { page } = await opened("/?on=2025-01-18", { address });
  await settled(page, { on: "2025-01-18" });
  await stop(kept.servers.at(-1));
  await page.waitForSelector("[role=alert]:has-text('What is shown may be behind.')");
  assert.equal(await figure(page, "total").textContent(), "807", "what was known is still there");
  assert.deepEqual(await violations(page), []);
  // What is not here already cannot be answered now.
  await page.locator("#day-slider").press("ArrowLeft");
  await page.waitForSelector("text=The server cannot answer this.");
  await page.getByRole("link", { name: "Map" }).click();
  await page.waitForSelector("text=This part of the page did not come.");
  await page.getByRole("link", { name: "Now", exact: true }).click();
  said("append", "--by", "desk", "--ledger", ledger, fileOf("while.yaml", `
report: {source: Desk, text: Nine more.}
events:
  - arrival: {contingent: KEN-3, strength: 9, place: Port-au-Prince, on: 2025-01-10}
`));
  await serve(ledger, "--listen", new URL(address).host);
  await page.waitForSelector("[role=status] :text('The server answers again.')");
  await settled(page, { on: "2025-01-17", known: "82" });
  assert.equal(await page.locator("[role=alert]").count(), 0);
  assert.equal(await figure(page, "total").textContent(), String(muster("headcount", "--on", "2025-01-17", "--ledger", ledger).total.best));
  await page.getByRole("link", { name: "Map" }).click();
  await page.waitForSelector("svg.map circle");
  await page.close();
});

test("a ledger of one record has every view, none of them broken", async () => {
  const ledger = ledgerOf("one", [fileOf("one.yaml", "report: {source: Desk}\nevents:\n  - mission: {id: M-1, name: A mission, host: HTI}\n")]);
  const { page, done } = await opened("/", { address: await serve(ledger) });
  await settled(page, { known: "1" });
  assert.equal(await figure(page, "total").textContent(), "0");
  assert.match(await page.locator("footer").textContent(), /The log has 1 record;/);
  const words = { Timeline: "Nobody was there in these days.", Map: "Nobody is at any place.", Reports: "1 report", Reconcile: "Nobody claims a total.", Findings: "All is well." };
  for (const [view, text] of Object.entries(words)) {
    await page.getByRole("link", { name: view }).click();
    await page.waitForSelector(`main :text('${text}')`);
    assert.deepEqual(await violations(page), [], view);
  }
  await page.getByRole("link", { name: "Now", exact: true }).click();
  await page.locator("#known-slider").press("ArrowLeft");
  await settled(page, { known: "0" });
  assert.match(await page.locator(".known-time").textContent(), /before the first record/);
  await done();
});

test("a day before any fact, and one that is to come, have their answers", async () => {
  const { page, done } = await opened("/?on=1990-01-01");
  await settled(page, { on: "1990-01-01" });
  assert.equal(await figure(page, "total").textContent(), "0");
  assert.equal(await page.locator("#day-slider").getAttribute("aria-valuetext"), "1 Jan 1990");
  await page.goto(`${kept.address}/?on=2090-01-01`);
  await settled(page, { on: "2090-01-01" });
  assert.equal(await figure(page, "total").textContent(), String(muster("headcount", "--on", "2090-01-01").total.best));
  for (const view of ["timeline", "map", "findings"]) {
    await page.goto(`${kept.address}/?on=1990-01-01&view=${view}`);
    await settled(page, { on: "1990-01-01" });
  }
  await done();
});

test("an address that says nothing known shows what can be shown of it", async () => {
  const { page, done } = await opened("/?view=nothing&on=2025-02-31&known=many&by=shoe&step=never&zoom=99&colour=red");
  await settled(page, { on: new Date().toISOString().slice(0, 10), known: "81" });
  await page.goto(`${kept.address}/?on=2025-01-18&known=999999`);
  await settled(page, { on: "2025-01-18", known: "81" });
  await page.goto(`${kept.address}/?view=timeline&from=2025-03-01&to=2024-01-01&on=2025-01-18`);
  await settled(page, { on: "2025-01-18" });
  await done();
  // The browser itself says on the console that a request was refused.
  const refused = (await opened("/?view=reports&report=zzzz")).page;
  await refused.waitForSelector("[role=alert]:has-text('The server cannot answer this.')");
  await refused.goto(`${kept.address}/?record=81`);
  await refused.waitForSelector("dialog [role=alert]");
  await refused.goto(`${kept.address}/?why=nonsense`);
  await refused.waitForSelector("dialog [role=alert]");
  await refused.keyboard.press("Escape");
  await settled(refused, {});
});

test("a token that is taken back while the page is open is asked for anew, and the place is kept", async () => {
  const ledger = ledgerOf("revoked", exampleFiles());
  const { page } = await opened("/?on=2025-01-18", { address: await serve(ledger, "--anonymous", "none", "--read-only") });
  await show(page, "muster_of_nobody");
  await page.waitForSelector("text=The token in use is no longer taken");
  await show(page, tokenOf(ledger, "first", "reader"));
  await settled(page, { on: "2025-01-18" });
  said("token", "revoke", "first", "--ledger", ledger);
  await page.locator("#day-slider").press("ArrowLeft");
  await page.waitForSelector("text=The token in use is no longer taken");
  assert.equal(await page.locator("[data-figure]").count(), 0, "who may not read it sees it no longer");
  assert.deepEqual(await violations(page), []);
  await show(page, tokenOf(ledger, "second", "reader"));
  await settled(page, { on: "2025-01-17" });
  await page.close();
});

test("a token that ends while a report is written does not take what is written along", async () => {
  const ledger = ledgerOf("written", exampleFiles());
  const { page } = await opened("/?view=append", { address: await serve(ledger, "--anonymous", "none") });
  await show(page, tokenOf(ledger, "short", "reporter"));
  await page.waitForSelector("text=so it will be recorded");
  said("token", "revoke", "short", "--ledger", ledger);
  const text = "report: {source: Desk, text: Nine.}\nevents:\n  - statement: {text: Nine., on: 2025-01-18}\n";
  await page.locator("#report-text").fill(text);
  await page.waitForSelector("text=The token in use is no longer taken");
  assert.equal(await page.getByRole("button", { name: "Append", exact: true }).isDisabled(), true);
  await show(page, tokenOf(ledger, "long", "reporter"));
  await page.waitForSelector("text=so it will be recorded");
  assert.equal(await page.locator("#report-text").inputValue(), text);
  await page.getByRole("button", { name: "Check" }).click();
  await page.waitForSelector("h3:has-text('1 record would be appended')");
  await page.getByRole("button", { name: "Append", exact: true }).click();
  await page.waitForSelector("h3:has-text('Appended 1 record')");
  assert.equal(lines("log", "--ledger", ledger).at(-1).recorded_by, "long");
  await page.close();
});
