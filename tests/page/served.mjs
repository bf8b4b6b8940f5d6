// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// The page in Debian's chromium, as `muster serve` serves it from fresh ledgers: what the tests of its views share.
//   MUSTER, PAGE (directory of the build), SOURCE: as tests/page/CMakeLists.txt sets them
//   CHROMIUM: another browser than Debian's
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";

const { MUSTER, PAGE, SOURCE } = process.env;
const require = createRequire(path.join(PAGE, "package.json"));
const { chromium } = require("playwright-core");
const kAxe = require.resolve("axe-core/axe.min.js");
/** Where pictures are kept for people to look at. */
export const kPictures = path.join(PAGE, "screenshots");

/** Of the file of tests that imports this: the server of the example, and the browser. */
export const kept = { directory: "", ledger: "", address: "", browser: null, servers: [] };

/** What a command prints. Those that end with 1 to say no, as reconcile and check, have answered. */
export function said(...parameters) {
  try {
    return execFileSync(MUSTER, parameters, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    if (error.status !== 1) throw error;
    return error.stdout;
  }
}

/** What the command line answers of a ledger: of the example, unless another is named. */
export function muster(command, ...parameters) {
  const ledger = parameters.includes("--ledger") ? [] : ["--ledger", kept.ledger];
  return JSON.parse(said(command, ...parameters, ...ledger, "--format", "json"));
}

/** The lines of what answers with a JSON text a line. */
export function lines(command, ...parameters) {
  const ledger = parameters.includes("--ledger") ? [] : ["--ledger", kept.ledger];
  return said(command, ...parameters, ...ledger, "--format", "json").split("\n").filter((line) => line).map((line) => JSON.parse(line));
}

/** The report files of the example, in their order. */
export function exampleFiles() {
  const reports = path.join(SOURCE, "examples/haiti");
  return readdirSync(reports).filter((name) => name.endsWith(".yaml")).sort().map((name) => path.join(reports, name));
}

/** A new ledger, with the events of these files. */
export function ledgerOf(name, files = []) {
  const ledger = path.join(kept.directory, `${name}.ledger`);
  said("init", "--origin", `example.org/${name}`, "--ledger", ledger);
  if (files.length > 0) said("append", "--by", "desk", "--ledger", ledger, ...files);
  return ledger;
}

/** A report file of this text. */
export function fileOf(name, text) {
  const file = path.join(kept.directory, name);
  writeFileSync(file, text);
  return file;
}

/** Starts the server of a ledger, on any port unless one is given, and answers its address; it is stopped when the tests are over. */
export async function serve(ledger, ...options) {
  const listen = options.includes("--listen") ? [] : ["--listen", "127.0.0.1:0"];
  const process = spawn(MUSTER, ["serve", "--ledger", ledger, ...listen, ...options], { stdio: ["ignore", "pipe", "ignore"] });
  kept.servers.push(process);
  return new Promise((resolve, reject) => {
    let told = "";
    process.stdout.on("data", (bytes) => {
      told += bytes;
      const address = told.match(/ at (http:\S+)\n/)?.[1];
      if (address) resolve(address);
    });
    process.on("exit", (code) => reject(new Error(`muster serve ended with ${code}`)));
  });
}

/** Ends a server, and waits until it is gone. */
export async function stop(server) {
  if (server.exitCode !== null) return;
  const gone = once(server, "exit");
  server.kill();
  await gone;
}

/** Before the tests of a file: the example is served, and the browser runs; after them, both are gone. */
export function serveTheExample() {
  before(async () => {
    kept.directory = mkdtempSync(path.join(tmpdir(), "page-"));
    kept.ledger = ledgerOf("haiti", exampleFiles());
    kept.address = await serve(kept.ledger);
    mkdirSync(kPictures, { recursive: true });
    kept.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  });
  after(async () => {
    await kept.browser?.close();
    await Promise.all(kept.servers.map(stop));
    rmSync(kept.directory, { recursive: true, maxRetries: 5 });
  });
}

/** A page at `query`, which may say nothing on the console and break no policy until `done` is called. */
export async function opened(query, { width = 1440, address = kept.address, prepare = async () => {}, ...context } = {}) {
  const session = await kept.browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce", ...context });
  const page = await session.newPage();
  const told = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  page.on("request", (request) => request.url().startsWith(`${address}/`) || told.push(`asked elsewhere: ${request.url()}`));
  await page.addInitScript(() => {
    globalThis.broken = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.broken.push(event.violatedDirective));
  });
  await prepare(page);
  await page.goto(address + query);
  const done = async () => {
    assert.deepEqual(await page.evaluate(() => globalThis.broken), [], "the content policy is kept");
    assert.deepEqual(told, [], "the console is silent");
    await session.close();
  };
  return { page, done };
}

/** The views, each with an address that has something to show of the example. */
const kAddresses = {
  now: "/?on=2025-01-18&known=66",
  timeline: "/?view=timeline&on=2025-01-18&known=66&from=2024-06-01&to=2025-03-01&step=month",
  map: "/?view=map&on=2025-01-18&known=66",
  reports: "/?view=reports&known=66",
  report: "/?view=reports&report=REPORT",
  reconcile: "/?view=reconcile&known=66",
  findings: "/?view=findings&known=66",
  why: "/?on=2025-01-18&why=total",
  record: "/?known=66&record=40",
  append: "/?view=append",
};
export const kViews = Object.keys(kAddresses);

export function addressOf(view) {
  return kAddresses[view].replace("REPORT", lines("reports").at(-2).report);
}

/** Waits until all of a view stands. */
export async function shown(page, view) {
  if (view === "append") await page.waitForSelector("form.token");
  else await settled(page, {});
  if (view === "map") await page.waitForSelector("svg.map circle");
  if (view === "why") await page.waitForSelector("dialog .line");
  if (view === "record") await page.waitForSelector("dialog.record [data-proof=agrees]");
}

export const figure = (page, about) => page.locator(`[data-figure="${about}"]`);

export async function settled(page, attributes) {
  const selector = Object.entries(attributes).map(([name, value]) => `[data-${name}="${value}"]`).join("");
  await page.waitForSelector(`main ${selector}[aria-busy="false"]`);
}

/** Waits until the function answers true in the page: the content policy does not let playwright's own waiting in. */
export async function until(page, wanted, argument) {
  for (const end = Date.now() + 20_000; !(await page.evaluate(wanted, argument)); await page.waitForTimeout(30)) {
    assert.ok(Date.now() < end, `not reached: ${wanted}`);
  }
}

const kRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds: of all rules, unless only some are asked about. */
export async function violations(page, rules = { type: "tag", values: kRules }) {
  // Through the protocol, as the content policy lets no script of ours in.
  const source = readFileSync(kAxe, "utf8");
  await page.evaluate(source);
  const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), rules);
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" ")}`);
}

export async function picture(page, name, options = { fullPage: true }) {
  await page.screenshot({ path: path.join(kPictures, `${name}.png`), ...options });
}
