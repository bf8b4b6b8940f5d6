// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Now, Why, Reconcile, Findings, and the two sliders.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleFiles, figure, ledgerOf, lines, muster, opened, picture, said, serve, serveTheExample, settled, violations } from "./served.mjs";

serveTheExample();

test("the first thing on the screen is the number that the command line answers, and what it is made of", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  const total = muster("headcount", "--on", "2025-01-18").total;
  assert.equal(await figure(page, "total").textContent(), String(total.best));
  assert.ok((await figure(page, "total").boundingBox()).y < 500, "without scrolling");
  for (const dimension of ["contributor", "place", "duty"]) {
    const { rows } = muster("headcount", "--on", "2025-01-18", "--by", dimension);
    for (const row of rows) {
      assert.equal(await figure(page, `${dimension}=${row[dimension]}`).textContent(), String(row.best));
    }
    assert.equal(await page.locator(`[data-figure^="${dimension}="]`).count(), rows.length);
  }
  await done();
});

test("the present is today and all that is known, and the address says nothing of it", async () => {
  const { page, done } = await opened("/");
  await settled(page, { on: new Date().toISOString().slice(0, 10) });
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await figure(page, "total").textContent(), String(muster("headcount").total.best));
  await done();
});

test("what stands beside the strength is that of coverage", async () => {
  const { page, done } = await opened("/?on=2024-09-20");
  await settled(page, { on: "2024-09-20" });
  const { total } = muster("coverage", "--on", "2024-09-20");
  const tile = (name) => page.locator(".tile", { hasText: name }).locator(".number").textContent();
  assert.equal((await tile("Authorised")).replace(",", ""), String(total.authorised.best));
  assert.equal((await tile("Pledged")).replace(",", ""), String(total.pledged.best));
  assert.equal(await tile("In transit"), String(total.in_transit.best));
  assert.equal(await tile("Absent"), String(total.absent.best));
  await done();
});

test("the second time redraws the number, and marks what is known otherwise now", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  assert.equal(await page.locator(".otherwise").count(), 0, "the present differs from itself in nothing");
  await page.locator("#known-slider").fill("66");
  await settled(page, { known: "66" });
  const then = muster("headcount", "--on", "2025-01-18", "--known-at", "66", "--by", "contributor");
  assert.equal(await figure(page, "total").textContent(), String(then.total.best));
  assert.equal(await figure(page, "contributor=KEN").textContent(), "400");
  assert.match(await page.locator("tr.changed", { hasText: "KEN" }).textContent(), /now known: 617/);
  assert.equal(await page.locator("tr.changed", { hasText: "JAM" }).count(), 0);
  assert.equal(new URL(page.url()).searchParams.get("known"), "66");
  await done();
});

test("moving either slider redraws everything, and how long that takes is told", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  // From the input to the frame in which all of it stands. The first round asks the server, the second has its answers.
  const rounds = await page.evaluate(async () => {
    const move = (id, value, name, wanted) => new Promise((resolve) => {
      const slider = document.getElementById(id);
      const begun = performance.now();
      const look = () => {
        const content = document.querySelector(`main [data-${name}="${wanted}"][aria-busy="false"]`);
        if (content) resolve(performance.now() - begun);
        else requestAnimationFrame(look);
      };
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(slider, value);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(look);
    });
    const day = (n) => new Date(n * 86_400_000).toISOString().slice(0, 10);
    const first = Number(document.getElementById("day-slider").value);
    const size = Number(document.getElementById("known-slider").max);
    const round = async () => {
      const times = [];
      for (let i = 0; i < 5; ++i) times.push(await move("day-slider", first - 20 * i, "on", day(first - 20 * i)));
      for (let i = 0; i < 5; ++i) times.push(await move("known-slider", size - 4 * i, "known", String(size - 4 * i)));
      return times.sort((a, b) => a - b);
    };
    return [await round(), await round()];
  });
  const [asked, redrawn] = rounds.map((times) => times[5]);
  console.log(`a move takes ${asked.toFixed(0)} ms with its questions, ${redrawn.toFixed(0)} ms without (medians)`);
  await done();
});

test("a click on a number opens the movements behind it, with the quoted words marked in their report", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  await figure(page, "contributor=KEN").click();
  await page.waitForSelector("dialog .line");
  const why = muster("why", "--on", "2025-01-18", "--where", "contributor=KEN");
  assert.deepEqual(await page.locator("dialog .share").allTextContents(), why.lines.map((line) => String(line.share.best)));
  assert.match(await page.locator("dialog mark").allTextContents().then((all) => all.join("|")), /The\n217 officers/);
  assert.equal(new URL(page.url()).searchParams.get("why"), "contributor=KEN");
  assert.deepEqual(await violations(page), []);
  await picture(page, "why-1440", {});
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  assert.equal(new URL(page.url()).searchParams.get("why"), null);
  await page.goBack();
  await page.waitForSelector("dialog .line");
  await done();
});

test("claims and findings stand in tables, as reconcile and check have them", async () => {
  const { page, done } = await opened("/?view=reconcile");
  await page.waitForSelector("main table");
  const { claims } = muster("reconcile");
  assert.equal(await page.locator("main tbody tr").count(), claims.length);
  const short = claims.find((claim) => claim.position === 70);
  assert.match(await page.locator("tr", { hasText: "2025-01-18" }).filter({ hasText: `short by ${short.distance}` }).textContent(),
    /^short by 2174006172025-01-18MSS-HTI, KEN.*explained by record 6870$/);
  await page.getByRole("link", { name: "Findings" }).click();
  await page.waitForSelector("table.findings");
  assert.equal(await page.locator("main tbody tr").count(), lines("check").length);
  assert.equal(new URL(page.url()).searchParams.get("view"), "findings");
  await done();
});

test("the keyboard alone gets to a number's reasons and back", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("data-figure") || document.activeElement?.textContent);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "To the content");
  const until = async (wanted) => {
    for (let i = 0; i < 40 && (await focused()) !== wanted; ++i) await page.keyboard.press("Tab");
    assert.equal(await focused(), wanted);
  };
  await until("day-slider");
  await page.keyboard.press("ArrowLeft");
  await settled(page, { on: "2025-01-17" });
  assert.equal(await figure(page, "total").textContent(), String(muster("headcount", "--on", "2025-01-17").total.best));
  await until("total");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog .line");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  assert.equal(await focused(), "total", "the focus is where it was");
  await done();
});

test("what is appended while the page is open is counted at once", async () => {
  const files = exampleFiles();
  const ledger = ledgerOf("growing", files.slice(0, 5));
  const total = () => muster("headcount", "--on", "2025-01-18", "--ledger", ledger).total.best;
  const { page, done } = await opened("/?on=2025-01-18", { address: await serve(ledger, "--read-only") });
  await settled(page, { on: "2025-01-18" });
  assert.equal(await figure(page, "total").textContent(), String(total()));
  const before = total();
  said("append", "--by", "desk", "--ledger", ledger, ...files.slice(5));
  assert.notEqual(total(), before);
  await figure(page, "total").filter({ hasText: new RegExp(`^${total()}$`) }).waitFor();
  assert.ok((await page.locator("footer").textContent()).includes("The log has 81 records"));
  await done();
});

test("an empty ledger and a refused question are told in words", async () => {
  const empty = await opened("/", { address: await serve(ledgerOf("empty")) });
  await empty.page.waitForSelector("text=The ledger is empty.");
  assert.deepEqual(await violations(empty.page), []);
  await empty.done();
  // The browser itself says on the console that a request was refused, so its silence is not asked for.
  const { page } = await opened("/?on=2025-01-18&why=contributor%3DXXX");
  await page.waitForSelector("dialog [role=alert]");
  assert.match(await page.locator("dialog [role=alert]").textContent(), /XXX/);
});

test("a page that is loaded again shows the same", async () => {
  const { page, done } = await opened("/");
  await settled(page, {});
  const total = await figure(page, "total").textContent();
  await page.reload();
  await settled(page, {});
  assert.equal(await figure(page, "total").textContent(), total);
  await done();
});
