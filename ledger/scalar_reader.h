// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Scalar reader: reads single values of a draft, and refuses what is wrong with them.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_SCALAR_READER_H_
#define MUSTER_LEDGER_SCALAR_READER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/draft.h"
#include "ledger/refusal_sink.h"

namespace muster {

// Each refuses at the place of `node`, calling it `what`, and returns whether it can be taken.
//
// A text that is not empty, at most `bytes_max` long and UTF-8.
bool ReadScalar(RefusalSink& sink, const Node& node, std::string_view what, std::size_t bytes_max);
bool ReadId(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified);
bool ReadSlugs(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified);
bool ReadCountry(RefusalSink& sink, const Node& node, std::string_view what, bool or_unspecified);
// A whole number from `least` on, in decimal digits only.
bool ReadCount(RefusalSink& sink, const Node& node, std::string_view what, std::uint64_t least,
               std::uint64_t* value);

// "a list", "a map", "a text", "empty".
std::string_view NameOf(Node::Kind kind);

}  // namespace muster

#endif  // MUSTER_LEDGER_SCALAR_READER_H_
