// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { hasToken, showToken } from "./server";

/** Asks for the token that `muster token` made. It is kept as long as the tab is open, and sent as a header alone. */
export function TokenForm({ why, changed }: { why: string; changed: () => void }) {
  const [text, setText] = useState("");
  const take = (token: string | null) => {
    showToken(token);
    setText("");
    changed();
  };
  return (
    <form class="token notice" onSubmit={(event) => { event.preventDefault(); if (text.trim()) take(text.trim()); }}>
      <p><strong>{why}</strong></p>
      <label for="token">Token, as <code>muster token add</code> printed it</label>
      <div class="controls">
        <input id="token" type="password" autocomplete="off" spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" disabled={text.trim() === ""}>Use it</button>
        {hasToken() ? <button type="button" onClick={() => take(null)}>Forget the one in use</button> : null}
      </div>
      <p class="muted">It is kept until this tab is closed, sent to this server alone, and never stands in an address.</p>
    </form>
  );
}
