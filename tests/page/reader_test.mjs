// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
//
// What a screen reader is told: the tree of accessibility that chromium makes of each view.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, kept, kViews, muster, opened, serveTheExample, settled, shown } from "./served.mjs";

serveTheExample();

const kControls = ["button", "link", "textbox", "searchbox", "combobox", "slider", "checkbox", "radio", "spinbutton", "Date", "listbox"];

/** What is in the tree, in its order: role, name and properties. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const ordered = [];
  const walk = (node) => {
    if (!node.ignored) {
      const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
      ordered.push({ role: node.role?.value, name: node.name?.value ?? "", value: node.value?.value, properties });
    }
    for (const id of node.childIds ?? []) if (byId.has(id)) walk(byId.get(id));
  };
  walk(nodes[0]);
  return ordered;
}

test("each view has its landmarks, headings in order, and a name for every control", async (views) => {
  const { page, done } = await opened("/");
  for (const view of kViews) {
    await views.test(view, async () => {
      await page.goto(kept.address + addressOf(view));
      await shown(page, view);
      const all = await tree(page);
      const roles = (role) => all.filter((node) => node.role === role);
      const isModal = view === "why" || view === "record";
      if (isModal) {
        // What lies behind an open dialog is out of reach.
        assert.equal(roles("dialog").length, 1);
        assert.match(roles("dialog")[0].name, view === "why" ? /^Why 807/ : /^Record 40/);
        assert.ok(roles("dialog")[0].properties.modal);
        assert.equal(roles("slider").length, 0);
      } else {
        for (const landmark of ["banner", "navigation", "main", "contentinfo"]) assert.equal(roles(landmark).length, 1, landmark);
        assert.equal(roles("navigation")[0].name, "Views");
        assert.equal(roles("slider").length, view === "append" ? 0 : 2);
        const said = await page.locator("input[type=range]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-valuetext")));
        const [day, known] = [/^\d+ [A-Z][a-z]+ \d{4}$/, /^\d+ of 81 records$/];
        said.forEach((text, index) => assert.match(text, index === 0 ? day : known));
      }
      for (const region of roles("region")) assert.notEqual(region.name, "");
      const levels = roles("heading").map(({ properties, name }) => {
        assert.notEqual(name.trim(), "");
        return properties.level;
      });
      if (!isModal) assert.deepEqual(levels.filter((level) => level === 1), [1], "one heading above all");
      levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? (isModal ? 1 : 0)) + 1, `no level is left out: ${levels}`));
      const controls = all.filter(({ role }) => kControls.includes(role));
      assert.ok(controls.length >= (isModal ? 1 : 8), `${controls.length} controls`);
      assert.deepEqual(controls.filter(({ name }) => name.trim() === ""), []);
      // Tables say what their columns are.
      if (roles("table").length > 0) assert.ok(roles("columnheader").length > 0 && roles("columnheader").every(({ name }) => name.trim() !== ""));
    });
  }
  await done();
});

test("what a slider comes to is announced, in every view", async () => {
  const { page, done } = await opened("/?on=2025-01-18");
  const announced = async () => {
    const nodes = await tree(page);
    const at = nodes.findIndex(({ role, properties }) => role === "status" && properties.live === "polite" && properties.busy !== true);
    return nodes.slice(at).filter(({ role }) => role === "StaticText").map(({ name }) => name).find((name) => name.includes("strength")) ?? "";
  };
  for (const view of ["now", "map", "reconcile"]) {
    await page.goto(`${kept.address}/?on=2025-01-18&view=${view}`);
    await settled(page, { on: "2025-01-18", known: "81" });
    const status = await page.locator('main p[role="status"]').elementHandle();
    assert.equal(await announced(), "strength 807 at the end of 18 Jan 2025, known at 81 of 81 records");
    await page.locator("#day-slider").press("ArrowLeft");
    await settled(page, { on: "2025-01-17" });
    const { total } = muster("headcount", "--on", "2025-01-17");
    assert.equal(await announced(), `strength ${total.best} at the end of 17 Jan 2025, known at 81 of 81 records`);
    await page.locator("#known-slider").fill("40");
    await settled(page, { known: "40" });
    assert.equal(await announced(), `strength ${muster("headcount", "--on", "2025-01-17", "--known-at", "40").total.best} at the end of 17 Jan 2025, known at 40 of 81 records`);
    assert.ok(await status.evaluate((element) => element.isConnected), "it is the same place all the time, as a reader wants it");
  }
  await done();
});
