// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The kinds of events as words.
#ifndef MUSTER_LEDGER_EVENT_KIND_WORD_H_
#define MUSTER_LEDGER_EVENT_KIND_WORD_H_

#include <optional>
#include <string>
#include <string_view>

namespace muster {

// "arrival" for a number of v1::Event::FactCase; empty for none.
std::string_view KindWord(int kind);
// "an arrival", "a loss".
std::string KindPhrase(int kind);
// Of KindWord, the reverse.
std::optional<int> KindOfWord(std::string_view word);

}  // namespace muster

#endif  // MUSTER_LEDGER_EVENT_KIND_WORD_H_
