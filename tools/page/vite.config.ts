// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vite";

const kServer = process.env.MUSTER_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  // While the page is worked on, its questions go to a server that runs beside.
  server: { proxy: Object.fromEntries(["/v1", "/checkpoint", "/tile"].map((path) => [path, kServer])) },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  // Nothing is inlined, so that the content policy needs no exception.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022", reportCompressedSize: false },
});
