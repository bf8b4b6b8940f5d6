// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// Drives the page in Debian's chromium, as `muster serve` serves it from a fresh ledger of the example.
//   MUSTER, PAGE (directory of the build), SOURCE: as tests/page/CMakeLists.txt sets them
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const { MUSTER, PAGE, SOURCE } = process.env;
const require = createRequire(path.join(PAGE, "package.json"));
const { chromium } = require("playwright-core");
const kAxe = require.resolve("axe-core/axe.min.js");
const kWidths = [360, 820, 1440];
const kPictures = path.join(PAGE, "screenshots");

const kept = { directory: "", ledger: "", server: null, empty: null, browser: null, address: "" };

function muster(...parameters) {
  return JSON.parse(execFileSync(MUSTER, [...parameters, "--format", "json", "--ledger", kept.ledger], { encoding: "utf8" }));
}

/** Starts the server of a ledger, on any port; answers the process and its address. */
function serve(ledger) {
  const process = spawn(MUSTER, ["serve", "--ledger", ledger, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    let said = "";
    process.stdout.on("data", (bytes) => {
      said += bytes;
      const address = said.match(/ at (http:\S+)\n/)?.[1];
      if (address) resolve({ process, address });
    });
    process.on("exit", (code) => reject(new Error(`muster serve ended with ${code}`)));
  });
}

before(async () => {
  kept.directory = mkdtempSync(path.join(tmpdir(), "page-"));
  kept.ledger = path.join(kept.directory, "haiti.ledger");
  const reports = path.join(SOURCE, "examples/haiti");
  const files = readdirSync(reports).filter((name) => name.endsWith(".yaml")).sort();
  const run = (...parameters) => execFileSync(MUSTER, parameters, { stdio: "pipe" });
  run("init", "--origin", "example.org/haiti", "--ledger", kept.ledger);
  run("append", "--by", "desk", "--ledger", kept.ledger, ...files.map((name) => path.join(reports, name)));
  run("init", "--origin", "example.org/empty", "--ledger", path.join(kept.directory, "empty.ledger"));
  kept.server = await serve(kept.ledger);
  kept.empty = await serve(path.join(kept.directory, "empty.ledger"));
  kept.address = kept.server.address;
  mkdirSync(kPictures, { recursive: true });
  kept.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});

after(async () => {
  await kept.browser?.close();
  for (const served of [kept.server, kept.empty]) served?.process.kill();
  rmSync(kept.directory, { recursive: true });
});

/** A page at `query`, which may say nothing on the console and break no policy until `done` is called. */
async function opened(query, { width = 1440, address = kept.address, ...context } = {}) {
  const session = await kept.browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce", ...context });
  const page = await session.newPage();
  const said = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => request.url().startsWith(address) || said.push(`asked elsewhere: ${request.url()}`));
  await page.addInitScript(() => {
    globalThis.broken = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.broken.push(event.violatedDirective));
  });
  await page.goto(address + query);
  const done = async () => {
    assert.deepEqual(await page.evaluate(() => globalThis.broken), [], "the content policy is kept");
    assert.deepEqual(said, [], "the console is silent");
    await session.close();
  };
  return { page, done };
}

const figure = (page, about) => page.locator(`[data-figure="${about}"]`);

async function settled(page, attributes) {
  const selector = Object.entries(attributes).map(([name, value]) => `[data-${name}="${value}"]`).join("");
  await page.waitForSelector(`main ${selector}[aria-busy="false"]`);
}

async function violations(page) {
  // Through the protocol, as the content policy lets no script of ours in.
  const source = readFileSync(kAxe, "utf8");
  await page.evaluate(source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" ")}`);
}

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

test("moving either slider redraws everything within 100 ms of the answers", async () => {
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
  assert.ok(redrawn < 100, `${rounds[1].map(Math.round)}`);
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
  await page.screenshot({ path: path.join(kPictures, "why-1440.png") });
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
  // reconcile and check end with 1 where something disagrees, which is an answer.
  const answerOf = (command) => {
    try {
      return execFileSync(MUSTER, [command, "--format", "json", "--ledger", kept.ledger], { encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      return error.stdout;
    }
  };
  const { claims } = JSON.parse(answerOf("reconcile"));
  assert.equal(await page.locator("main tbody tr").count(), claims.length);
  const short = claims.find((claim) => claim.position === 70);
  assert.match(await page.locator("tr", { hasText: "2025-01-18" }).filter({ hasText: `short by ${short.distance}` }).textContent(),
    /^short by 2174006172025-01-18MSS-HTI, KEN.*explained by record 6870$/);
  await page.getByRole("link", { name: "Findings" }).click();
  await page.waitForSelector("table.findings");
  assert.equal(await page.locator("main tbody tr").count(), answerOf("check").trim().split("\n").length);
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
  const ledger = path.join(kept.directory, "growing.ledger");
  const reports = path.join(SOURCE, "examples/haiti");
  const files = readdirSync(reports).filter((name) => name.endsWith(".yaml")).sort().map((name) => path.join(reports, name));
  const run = (...parameters) => execFileSync(MUSTER, [...parameters, "--ledger", ledger], { stdio: "pipe" });
  const total = () => JSON.parse(run("headcount", "--on", "2025-01-18", "--format", "json")).total.best;
  run("init", "--origin", "example.org/growing");
  run("append", "--by", "desk", ...files.slice(0, 5));
  const server = await serve(ledger);
  try {
    const { page, done } = await opened("/?on=2025-01-18", { address: server.address });
    await settled(page, { on: "2025-01-18" });
    assert.equal(await figure(page, "total").textContent(), String(total()));
    const before = total();
    run("append", "--by", "desk", ...files.slice(5));
    assert.notEqual(total(), before);
    await figure(page, "total").filter({ hasText: new RegExp(`^${total()}$`) }).waitFor();
    assert.ok((await page.locator("footer").textContent()).includes("The log has 81 records"));
    await done();
  } finally {
    server.process.kill();
  }
});

test("an empty ledger and a refused question are told in words", async () => {
  const empty = await opened("/", { address: kept.empty.address });
  await empty.page.waitForSelector("text=The ledger is empty.");
  assert.deepEqual(await violations(empty.page), []);
  await empty.done();
  // The browser itself says on the console that a request was refused, so its silence is not asked for.
  const { page } = await opened("/?on=2025-01-18&why=contributor%3DXXX");
  await page.waitForSelector("dialog [role=alert]");
  assert.match(await page.locator("dialog [role=alert]").textContent(), /XXX/);
});

for (const width of kWidths) {
  for (const colorScheme of width === 1440 ? ["light", "dark"] : width === 360 ? ["dark"] : ["light"]) {
    test(`at ${width} pixels, ${colorScheme}, every view fits, and axe finds no violation`, async () => {
      const { page, done } = await opened("/?on=2025-01-18&known=66", { width, colorScheme });
      await settled(page, { known: "66" });
      for (const view of ["Now", "Reconcile", "Findings"]) {
        await page.getByRole("link", { name: view, exact: true }).click();
        await page.waitForSelector(`nav a[aria-current=page]:text-is("${view}")`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} is not too wide`);
        assert.deepEqual(await violations(page), [], view);
        await page.screenshot({ path: path.join(kPictures, `${view.toLowerCase()}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await done();
    });
  }
}

test("it prints", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  await settled(page, { on: "2025-01-18" });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.ok(await figure(page, "total").isVisible());
  await page.screenshot({ path: path.join(kPictures, "print.png"), fullPage: true });
  await done();
});
