// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The texts of a release: its codebook and its citation.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_RELEASE_RELEASE_TEXTS_H_
#define MUSTER_TOOLS_RELEASE_RELEASE_TEXTS_H_

#include <string>

#include "tools/release/release_state.h"

namespace muster {

// In Markdown: what the release is, how it is verified, and every column of its tables.
std::string CodebookOf(const ReleaseState& state);

// In the Citation File Format 1.2.0.
std::string CitationOf(const ReleaseState& state);

}  // namespace muster

#endif  // MUSTER_TOOLS_RELEASE_RELEASE_TEXTS_H_
