// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_kind_word.h"

#include <string>

#include "muster/v1/event.pb.h"

namespace muster {

std::string_view KindWord(int kind) {
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(kind);
  if (field == nullptr || field->real_containing_oneof() == nullptr) return {};
  return field->name();
}

std::string KindPhrase(int kind) {
  const std::string_view word = KindWord(kind);
  const bool vowel = !word.empty() && std::string_view("aeiou").find(word[0]) != word.npos;
  return std::string(vowel ? "an " : "a ").append(word);
}

std::optional<int> KindOfWord(std::string_view word) {
  const auto* field = v1::Event::descriptor()->FindFieldByName(std::string(word));
  if (field == nullptr || field->real_containing_oneof() == nullptr) return std::nullopt;
  return field->number();
}

}  // namespace muster
