// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Reports and records: search and filters, quotes in their documents, chains of corrections, and proofs that the browser computes.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { exampleFiles, fileOf, kept, ledgerOf, lines, muster, opened, said, serve, serveTheExample, settled, violations } from "./served.mjs";

serveTheExample();

const titles = (page) => page.locator("section.reports td.title").allTextContents();
const third = () => lines("reports").find(({ title }) => title === "The third contingent from Kenya");

let corrected = { ledger: "", address: "" };
before(async () => {
  const more = fileOf("more.yaml", `
report: {source: Desk of the mission, published: 2025-02-02, grade: A1, text: "801 are there, über alles gezählt."}
events:
  - claim: {scope: {mission: MSS-HTI}, strength: 800, on: 2025-02-01}
    quote: über alles
  - amendment: {of: 81, change: {strength: 801}, why: misread, note: a slip of the pen}
  - retraction: {of: 82, why: misread}
  - amendment: {of: 81, change: {strength: 802}, why: revised}
`);
  const ledger = ledgerOf("corrected", [...exampleFiles(), more]);
  corrected = { ledger, address: await serve(ledger) };
});

test("the list has every report, and is searched and filtered by source and grade in the address", async () => {
  const { page, done } = await opened("/?view=reports");
  await page.waitForSelector("section.reports table");
  const all = lines("reports");
  assert.deepEqual(await titles(page), all.map(({ title }) => title ?? "without a title"));
  await page.getByLabel("with the words").fill("kenya third");
  await page.waitForSelector("h2:has-text(' of ')");
  const found = all.filter(({ source, title, url }) => ["kenya", "third"].every((word) => `${source} ${title} ${url ?? ""}`.toLowerCase().includes(word)));
  assert.ok(found.length > 0 && found.length < all.length);
  assert.deepEqual(await titles(page), found.map(({ title }) => title));
  assert.equal(new URL(page.url()).searchParams.get("find"), "kenya third");
  await page.getByLabel("with the words").fill("");
  await page.getByLabel("graded").selectOption("B2");
  await page.waitForSelector("h2:has-text(' of ')");
  const good = all.filter(({ grade }) => grade && grade[0] <= "B" && grade[1] <= "2");
  assert.deepEqual(await titles(page), good.map(({ title }) => title));
  await page.goto(`${kept.address}/?view=reports&source=SOFX`);
  await page.waitForSelector("section.reports table");
  assert.deepEqual(await titles(page), all.filter(({ source }) => source === "SOFX").map(({ title }) => title));
  await page.getByLabel("graded").selectOption("A1");
  await page.getByRole("button", { name: "Show all reports" }).click();
  await page.waitForSelector(`h2:text-is("${all.length} reports")`);
  await done();
});

test("the second slider leaves the reports that were known, as they read then, and marks what is known otherwise", async () => {
  const more = fileOf("regraded.yaml", `
report: {source: Desk of the mission, published: 2025-02-03}
events:
  - amendment: {of: "report ${third().report.slice(0, 12)}", change: {grade: E5}, why: misread}
`);
  const ledger = ledgerOf("regraded", [...exampleFiles(), more]);
  const { page, done } = await opened("/?view=reports&known=70", { address: await serve(ledger) });
  await settled(page, { known: "70" });
  const list = (...options) => lines("reports", "--ledger", ledger, ...options);
  const then = list("--known-at", "70");
  assert.deepEqual(await titles(page), then.map(({ title }) => title ?? "without a title"));
  assert.ok(then.length < list().length);
  await page.waitForSelector(`section.reports :text("now known: ${list().length - then.length} more")`);
  const row = page.locator("tr.changed", { hasText: "The third contingent from Kenya" });
  assert.equal(await row.locator("td:nth-child(4)").textContent(), then.find(({ report }) => report === third().report).grade);
  assert.match(await row.textContent(), /now known: E5, \d+ events/);
  assert.deepEqual(await violations(page), []);
  // Of the report, the records that were there; before the first of them, it is not known.
  await row.getByRole("button").click();
  await page.waitForSelector("ol.read");
  const { records } = muster("reports", third().report, "--known-at", "70", "--ledger", ledger);
  assert.equal(await page.locator("ol.read li").count(), records.length);
  assert.ok(records.length > 0 && records.every(({ position }) => position < 70));
  await page.locator("#known-slider").fill("40");
  await page.waitForSelector("text=This report was not known then.");
  await done();
});

test("a report shows its document with the quoted words marked, and each leads to its record", async () => {
  const { page, done } = await opened("/?view=reports&find=third+contingent");
  await page.getByRole("button", { name: "The third contingent from Kenya", exact: true }).click();
  await page.waitForSelector(".document mark");
  assert.equal(new URL(page.url()).searchParams.get("report"), third().report);
  const { records } = muster("reports", third().report);
  const quoted = records.flatMap(({ evidence }) => evidence ?? []).sort((a, b) => a.begin - b.begin).map(({ text }) => text);
  const marked = await page.locator(".document mark").evaluateAll((marks) => marks.map((mark) => mark.firstChild.textContent));
  assert.deepEqual(marked, quoted);
  const whole = await page.locator(".document").evaluate((element) => {
    const copy = element.cloneNode(true);
    for (const number of copy.querySelectorAll("sup")) number.remove();
    return copy.textContent;
  });
  assert.equal(whole, said("reports", third().report, "--text", "--ledger", kept.ledger));
  await page.locator('.document [data-record="68"]').click();
  await page.waitForSelector("dialog.record .sentence");
  assert.equal(await page.locator("dialog.record .sentence").textContent(), muster("show", "68").sentence);
  assert.equal(new URL(page.url()).searchParams.get("record"), "68");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await page.getByRole("button", { name: "All reports" }).click();
  await page.waitForSelector("section.reports table");
  await done();
});

test("bytes that are more than one to a letter are marked where they are", async () => {
  const { page, done } = await opened(`/?view=reports&find=Desk+of`, { address: corrected.address });
  await page.getByRole("button", { name: "without a title" }).click();
  await page.waitForSelector(".document mark");
  assert.equal(await page.locator(".document mark").evaluate((mark) => mark.firstChild.textContent), "über alles");
  await done();
});

test("a record shows the chain of its corrections, with what it read after each", async () => {
  const { page, done } = await opened("/?record=81", { address: corrected.address });
  await page.waitForSelector("dialog.record [data-proof]");
  const { versions } = muster("history", "81", "--ledger", corrected.ledger);
  assert.equal(versions.length, 4);
  const items = await page.locator("dialog.record .account").allTextContents();
  assert.equal(items.length, 4);
  assert.match(items[0], /record 81.*it reads: claim: scope mission MSS-HTI, strength 800, on 2025-02-01/);
  assert.match(items[1], /record 82.*We had misread the report: now strength 801.*a slip of the pen.*strength 801/);
  assert.match(items[2], /record 83.*withdrawn/);
  assert.match(items[3], /record 84.*A later report revises it: now strength 802.*strength 802/);
  assert.deepEqual(await violations(page), []);
  await page.locator('dialog.record [data-record="83"]').click();
  await page.waitForSelector("dialog.record h2:has-text('Record 83')");
  await page.waitForSelector("dialog.record [data-proof=agrees]");
  await done();
});

/** What the browser says of the proof of a record, with the failed checks. */
async function proof(query, prepare) {
  const { page, done } = await opened(query, { prepare });
  await page.waitForSelector("dialog.record [data-proof], dialog.record [role=alert]");
  const verdict = await page.locator("dialog.record [data-proof]").getAttribute("data-proof");
  const failed = await page.locator("dialog.record .checks .failed").allTextContents();
  return { page, done, verdict, failed };
}

test("the proof of the first and of the last record, and of those between, verifies in the browser", async () => {
  for (const position of [0, 1, 40, 68, 79, 80]) {
    const { page, done, verdict, failed } = await proof(`/?record=${position}`);
    assert.deepEqual([position, verdict, failed], [position, "agrees", []]);
    assert.ok((await page.locator("dialog.record .checks .passed").count()) >= 5);
    const { root } = muster("audit", "checkpoint");
    assert.match(await page.locator("dialog.record .checks").textContent(), new RegExp(root.slice(0, 16)));
    await done();
  }
});

/** Answers what the server does, with one change. */
async function altered(page, path, change) {
  await page.route(path, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.body()) });
  });
}

function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

/** Where the bytes of a record begin in a tile. */
function beginOf(tile, position) {
  let at = 0;
  for (let left = position; left > 0; --left) at += 2 + tile.readUInt16BE(at);
  return at + 2;
}

const kTampered = [
  ["a bit of the record's bytes", "**/tile/entries/**", (tile) => flipped(tile, beginOf(tile, 68) + 40), /in the tree/],
  ["a bit of a hash of the proof", "**/v1/audit/prove*", (body) => {
    const answer = JSON.parse(body);
    const parts = answer.proof.split("\n");
    parts[4] = flipped(Buffer.from(parts[4], "base64"), 7).toString("base64");
    return JSON.stringify({ ...answer, proof: parts.join("\n") });
  }, /in the tree/],
  ["the root of the signed note", "**/v1/audit/prove*", (body) => {
    const answer = JSON.parse(body);
    const root = Buffer.from(muster("audit", "checkpoint").root, "hex");
    return JSON.stringify({ ...answer, proof: answer.proof.replace(root.toString("base64"), flipped(root, 3).toString("base64")) });
  }, /is signed/],
  ["a bit of the signature", "**/v1/audit/prove*", (body) => {
    const answer = JSON.parse(body);
    const [, before, signature] = answer.proof.match(/^([^]*— \S+ )(\S+)\n$/);
    return JSON.stringify({ ...answer, proof: `${before}${flipped(Buffer.from(signature, "base64"), 20).toString("base64")}\n` });
  }, /is signed/],
  ["the published checkpoint", "**/checkpoint", (note) => {
    const parts = note.toString().split("\n");
    parts[2] = flipped(Buffer.from(parts[2], "base64"), 0).toString("base64");
    return parts.join("\n");
  }, /published checkpoint/],
  ["a word of the document", "**/v1/reports?*text=true", (text) => text.toString().replace("217 officers", "216 officers"), /document shown/],
];
for (const [what, path, change, failing] of kTampered) {
  test(`${what}, altered on the way, is shown as failing`, async () => {
    const { verdict, failed, done } = await proof("/?record=68", (page) => altered(page, path, change));
    assert.equal(verdict, "over");
    assert.ok(failed.some((text) => failing.test(text)), failed.join("; "));
    await done();
  });
}

test("a browser without Ed25519 says that the signature is not checked, and checks the hashes", async () => {
  const { verdict, failed, page, done } = await proof("/?record=68", (one) => one.addInitScript(() => {
    SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException("no such algorithm", "NotSupportedError"));
  }));
  assert.equal(verdict, "warning");
  assert.deepEqual(failed, []);
  assert.match(await page.locator("dialog.record .checks").textContent(), /cannot verify Ed25519/);
  await done();
});
