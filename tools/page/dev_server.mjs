// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// node dev_server.mjs --muster PROGRAM --ledger DIRECTORY --dist DIRECTORY [--port N]
//
// For working on the page, and for its tests; on loopback only, and not installed. Serves the built page, and
// GET /v1/<command>?<option>=<value> by running `muster <command> --<option> <value> --format json`.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";

const kCommands = new Set(["headcount", "timeline", "coverage", "why", "check", "reconcile"]);
const kTypes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
export const kContentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function run(muster, ledger, parameters) {
  return new Promise((resolve) => {
    execFile(muster, [...parameters, "--format", "json", "--ledger", ledger], { maxBuffer: 1 << 28 },
      (error, out, errors) => resolve({ status: error ? error.code : 0, out, errors }));
  });
}

/** The response to a question: an answer of "no" (exit status 1) is an answer. */
async function answer(muster, ledger, command, query) {
  if (command === "head") {
    const result = await run(muster, ledger, ["audit", "checkpoint"]);
    const { size, root, origin } = JSON.parse(result.out);
    return { status: 200, type: "application/json", body: JSON.stringify({ size, root, origin }) };
  }
  if (!kCommands.has(command)) return problem(404, `there is no ${command}`);
  const parameters = [command];
  for (const [name, value] of query) parameters.push(`--${name}=${value}`);
  const result = await run(muster, ledger, parameters);
  if (result.status === 0 || result.status === 1) return { status: 200, type: "application/json", body: result.out };
  return problem(result.status === 2 ? 400 : 500, result.errors.trim());
}

function problem(status, detail) {
  return { status, type: "application/problem+json", body: JSON.stringify({ status, detail }) };
}

async function file(dist, name) {
  const found = path.join(dist, path.normalize(name === "/" ? "/index.html" : name));
  try {
    return { status: 200, type: kTypes[path.extname(found)] ?? "application/octet-stream", body: await readFile(found) };
  } catch {
    return problem(404, "there is no such file");
  }
}

/** Starts it; answers the server and its address. */
export function serve({ muster, ledger, dist, port = 0 }) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const made = url.pathname.startsWith("/v1/")
      ? await answer(muster, ledger, url.pathname.slice("/v1/".length), url.searchParams)
      : await file(dist, url.pathname);
    response.writeHead(made.status, {
      "content-type": made.type,
      "content-security-policy": kContentPolicy,
      "x-content-type-options": "nosniff",
    });
    response.end(made.body);
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve({ server, address: `http://127.0.0.1:${server.address().port}` }));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({ options: {
    muster: { type: "string" }, ledger: { type: "string" }, dist: { type: "string" }, port: { type: "string", default: "8080" },
  } });
  const { address } = await serve({ ...values, port: Number(values.port) });
  console.log(`The page is at ${address}`);
}
