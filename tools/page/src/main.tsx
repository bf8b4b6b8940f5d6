// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { Page } from "./page";
import "./page.css";

render(<Page />, document.getElementById("page") as HTMLElement);
