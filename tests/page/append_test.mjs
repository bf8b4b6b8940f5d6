// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Append: what is understood of a report, every refusal at its line, and then the append, by who has a token for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleFiles, figure, fileOf, ledgerOf, lines, muster, opened, picture, said, serve, serveTheExample, settled, violations } from "./served.mjs";

serveTheExample();

const kGood = `report: {source: Example Gazette, title: Fifty more, published: 2025-01-20, grade: B2, document: gazette.txt}
events:
  - contingent: {id: KEN-9, mission: MSS-HTI, contributor: KEN, component: police}
  - arrival: {contingent: KEN-9, strength: 50, place: Port-au-Prince, on: 2025-01-25}
    quote: Fifty officers
`;
const kBad = `report: {source: Example Gazette, published: 2025-01-20}
events:
  - arrival: {contingent: KEN-99, strength: 50, place: Port-au-Prince, on: 2025-01-25}
  - arrival: {contingent: KEN-3, strength: fivty, place: Port-au-Prince, on: 2025-13-25}
`;

/** A ledger of the example with tokens, and its server. */
async function servedWith(name, files = exampleFiles()) {
  const ledger = ledgerOf(name, files);
  const token = (role) => said("token", "add", `${role}-${name}`, "--role", role, "--ledger", ledger).trim().split("\n").at(-1);
  return { ledger, reporter: token("reporter"), reader: token("reader"), address: await serve(ledger) };
}

async function showing(page, token) {
  await page.getByLabel("Token, as").fill(token);
  await page.getByRole("button", { name: "Use it" }).click();
  await page.waitForSelector("text=so it will be recorded");
}

/** The browser itself tells on its console of answers that are no, so its silence is not asked for where they are expected. */
async function openedAt(served, query) {
  const { page } = await opened(query, { address: served.address });
  return page;
}

test("a report is dropped with its document, understood, appended by the token's name, and counted", async () => {
  const served = await servedWith("dropped");
  const page = await openedAt(served, "/?view=append&on=2025-01-31");
  await showing(page, served.reporter);
  const dropped = await page.evaluateHandle(([report, document]) => {
    const data = new DataTransfer();
    data.items.add(new File([report], "gazette.yaml", { type: "application/yaml" }));
    data.items.add(new File([document], "gazette.txt", { type: "text/plain" }));
    return data;
  }, [kGood, "Fifty officers landed on Saturday."]);
  await page.dispatchEvent(".editor", "drop", { dataTransfer: dropped });
  await page.waitForSelector("h3:has-text('2 records would be appended')");
  assert.equal(muster("headcount", "--ledger", served.ledger, "--on", "2025-01-31").total.best, 807, "nothing is appended yet");
  const understood = await page.locator(".understood .events li").allTextContents();
  assert.match(understood[1], /^line 450 of KEN-9 arrived at HTI\/Ouest\/Port-au-Prince on 2025-01-25/);
  assert.match(await page.locator(".understood table").textContent(), /2025-01-25KEN617667/);
  assert.deepEqual(await violations(page), []);
  await picture(page, "append-understood-1440");
  await page.getByRole("button", { name: "Append", exact: true }).click();
  await page.waitForSelector("h3:has-text('Appended 2 records; the log has 83')");
  const record = lines("log", "--ledger", served.ledger).at(-1);
  assert.equal(record.recorded_by, "reporter-dropped");
  assert.equal(record.evidence[0].text, "Fifty officers");
  await page.getByRole("button", { name: "record 82" }).click();
  // A reporter may not ask for proofs: that says nothing of the record.
  await page.waitForSelector("dialog.record :text('is not checked')");
  assert.equal(await page.locator("dialog.record [data-proof], dialog.record [role=alert]").count(), 0);
  await settled(page, { known: "83" });
  assert.equal(await figure(page, "total").textContent(), "857");
  await page.close();
});

test("every refusal stands at its line, as the command line has it, and leads there", async () => {
  const served = await servedWith("refused");
  const page = await openedAt(served, "/?view=append");
  await showing(page, served.reporter);
  await page.locator("#report-text").fill(kBad);
  await page.waitForSelector(".refusals");
  const file = fileOf("bad.yaml", kBad);
  let refusals = [];
  try {
    said("append", "--dry-run", "--by", "desk", "--ledger", served.ledger, "--format", "json", file);
  } catch (error) {
    ({ refusals } = JSON.parse(error.stdout));
  }
  assert.ok(refusals.length >= 3);
  const shown = await page.locator(".refusals > li").allTextContents();
  assert.equal(shown.length, refusals.length);
  refusals.forEach(({ line, column, message, rule }, index) => {
    assert.ok(shown[index].includes(`line ${line}, column ${column}: ${message} [${rule}]`), shown[index]);
  });
  const marked = await page.locator(".gutter .refused").allTextContents();
  assert.deepEqual(marked, [...new Set(refusals.map(({ line }) => line))].sort((a, b) => a - b).map((line) => `✗ ${line}`));
  assert.equal(await page.getByRole("button", { name: "Append", exact: true }).isDisabled(), true);
  await page.locator(".refusals button").last().click();
  const { line, column } = refusals.at(-1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "report-text");
  const before = await page.locator("#report-text").evaluate((one) => one.value.slice(0, one.selectionStart));
  assert.deepEqual([before.split("\n").length, before.split("\n").at(-1).length + 1], [line, column]);
  assert.deepEqual(await violations(page), []);
  await picture(page, "append-refused-1440");
  // Mended, it is understood at once.
  await page.locator("#report-text").fill(kGood.replace(", document: gazette.txt", ", text: Fifty officers landed."));
  await page.waitForSelector("h3:has-text('2 records would be appended')");
  assert.equal(await page.locator(".gutter .refused").count(), 0);
  await page.close();
});

test("who has no token, or one of a reader, is told so, and what is written stays", async () => {
  const served = await servedWith("reader");
  const page = await openedAt(served, "/?view=append");
  await page.locator("#report-text").fill("report: {source: X}\n");
  await page.waitForSelector("text=To append takes the token of a reporter or keeper.");
  assert.equal(await page.getByRole("button", { name: "Check" }).isDisabled(), true);
  await page.getByLabel("Token, as").fill(served.reader);
  await page.getByRole("button", { name: "Use it" }).click();
  await page.waitForSelector("text=The token in use may not append");
  assert.equal(await page.locator("#report-text").inputValue(), "report: {source: X}\n");
  await showing(page, served.reporter);
  assert.equal(await page.locator("#report-text").inputValue(), "report: {source: X}\n");
  await page.reload();
  await page.waitForSelector("text=so it will be recorded");
  assert.ok(!page.url().includes("muster_"), "the token is in no address");
  await page.getByRole("button", { name: "Forget the token" }).click();
  await page.waitForSelector("form.token");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.close();
});

test("an empty ledger leads to its first report", async () => {
  const served = await servedWith("first", []);
  const { page, done } = await opened("/", { address: served.address });
  await page.getByRole("link", { name: "Append a first report" }).click();
  await showing(page, served.reporter);
  await page.locator("#report-text").fill(`report: {source: Desk}
events:
  - mission: {id: M-1, name: A mission, host: HTI}
`);
  await page.waitForSelector("h3:has-text('1 record would be appended')");
  await page.getByRole("button", { name: "Append", exact: true }).click();
  await page.waitForSelector("h3:has-text('Appended 1 record; the log has 1')");
  await page.getByRole("link", { name: "Now", exact: true }).click();
  await settled(page, { known: "1" });
  assert.equal(await figure(page, "total").textContent(), "0");
  await done();
});

test("a server that answers nobody without a token asks for it, and then shows everything", async () => {
  const ledger = ledgerOf("closed", exampleFiles());
  const token = said("token", "add", "staff", "--role", "reader", "--ledger", ledger).trim().split("\n").at(-1);
  const { page } = await opened("/?on=2025-01-18", { address: await serve(ledger, "--anonymous", "none", "--read-only") });
  await page.waitForSelector("text=This server answers only who shows a token.");
  await page.getByLabel("Token, as").fill(token);
  await page.getByRole("button", { name: "Use it" }).click();
  await settled(page, { on: "2025-01-18" });
  assert.equal(await figure(page, "total").textContent(), "807");
  // What is appended is told to who shows it.
  said("append", "--by", "desk", "--ledger", ledger, fileOf("more.yaml", kGood.replace(", document: gazette.txt", ", text: Fifty officers landed.")));
  await page.locator("footer", { hasText: "The log has 83 records" }).waitFor();
  await page.close();
});

const kFiles = [
  { name: "gazette.yaml", mimeType: "application/yaml", buffer: Buffer.from(kGood) },
  { name: "scan 12.txt", mimeType: "text/plain", buffer: Buffer.from("Fifty officers landed on Saturday.") },
];

test("chosen files are taken as dropped ones; a document under another name is told, and renamed", async () => {
  const served = await servedWith("chosen");
  const page = await openedAt(served, "/?view=append");
  await showing(page, served.reporter);
  await page.getByLabel("Choose a report file and its documents").setInputFiles(kFiles);
  // The report names gazette.txt: that there is none is refused at its line, that nothing names the other is said beside it.
  await page.waitForSelector(".refusals");
  assert.match(await page.locator(".refusals").textContent(), /gazette\.yaml, line 1, column \d+: .*gazette\.txt/);
  assert.deepEqual(await page.locator(".gutter .refused").allTextContents(), ["✗ 1"]);
  assert.match(await page.locator(".documents li").textContent(), /34 bytes.*the report does not name it/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("named in the report as").fill("gazette.txt");
  await page.keyboard.press("Tab");
  await page.waitForSelector("h3:has-text('2 records would be appended')");
  assert.ok(!(await page.locator(".documents li").textContent()).includes("does not name it"));
  // Left out, it is missed again; chosen again, under its name, it is there.
  await page.getByRole("button", { name: "Leave out gazette.txt" }).click();
  await page.waitForSelector(".refusals");
  await page.getByLabel("Choose a report file and its documents").setInputFiles([{ ...kFiles[1], name: "gazette.txt" }]);
  await page.waitForSelector("h3:has-text('2 records would be appended')");
  // A newer file of the name takes the place of the older.
  await page.getByLabel("Choose a report file and its documents").setInputFiles([{ ...kFiles[1], name: "gazette.txt", buffer: Buffer.from("Sixty officers landed.") }]);
  await page.waitForSelector(".refusals");
  assert.match(await page.locator(".refusals").textContent(), /Fifty officers/);
  assert.equal(await page.locator(".documents li").count(), 1);
  await page.close();
});

test("a report that is no YAML is refused where it stops being one, and what is there already is not appended twice", async () => {
  const served = await servedWith("twice");
  const page = await openedAt(served, "/?view=append");
  await showing(page, served.reporter);
  await page.locator("#report-text").fill("report: {source: Desk}\nevents:\n  - arrival: {contingent: KEN-3, strength: [}\n");
  await page.waitForSelector(".refusals");
  assert.match(await page.locator(".refusals li").first().textContent(), /line 3, column \d+/);
  assert.equal(await page.getByRole("button", { name: "Append", exact: true }).isDisabled(), true);
  await page.locator("#report-text").fill("<html>\u0000 no report");
  await page.waitForSelector(".refusals li :text('line 1')");
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Choose a report file and its documents").setInputFiles([kFiles[0], { ...kFiles[1], name: "gazette.txt" }]);
  await page.waitForSelector("h3:has-text('2 records would be appended')");
  await page.getByRole("button", { name: "Append", exact: true }).click();
  await page.waitForSelector("h3:has-text('Appended 2 records; the log has 83')");
  // The same again, from a page that is loaded anew.
  await page.reload();
  await page.waitForSelector("text=so it will be recorded");
  await page.getByLabel("Choose a report file and its documents").setInputFiles([kFiles[0], { ...kFiles[1], name: "gazette.txt" }]);
  await page.waitForSelector("h3:has-text('Nothing new: all of it is recorded already')");
  assert.equal((await page.locator(".understood .events li").allTextContents()).filter((text) => text.includes("(recorded already)")).length, 2);
  assert.equal(await page.getByRole("button", { name: "Append", exact: true }).isDisabled(), true);
  assert.equal(lines("log", "--ledger", served.ledger).length, 83);
  await page.close();
});
