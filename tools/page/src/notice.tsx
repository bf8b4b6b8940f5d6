// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";

/** Says in place of content why there is none, and what can be done. */
export function Notice({ title, children, bad }: { title: string; children?: ComponentChildren; bad?: boolean }) {
  return (
    <div class={bad ? "notice bad" : "notice"} role={bad ? "alert" : "status"}>
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
    </div>
  );
}
