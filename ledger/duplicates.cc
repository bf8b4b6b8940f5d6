// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/duplicates.h"

#include <algorithm>
#include <cctype>

#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/path.h"
#include "ledger/strength.h"
#include "ledger/subject.h"
#include "ledger/subject_index.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

// "200 at HTI/Ouest on 2025-01-18".
std::string Facts(const v1::Event& event) {
  std::string facts = "all";
  if (const v1::Strength* strength = StrengthOf(event)) facts = DescribeStrength(*strength);
  if (const std::string_view scene = SceneOf(event); scene != kUnspecified) {
    facts.append(" at ").append(scene);
  }
  if (const v1::Date* on = OnOf(event)) facts.append(" on ").append(DescribeDate(*on));
  return facts;
}

// "the dates are 2 days apart", "the dates meet".
std::string Overlap(const v1::Event& a, const v1::Event& b) {
  const DateBounds first = BoundsOf(*OnOf(a));
  const DateBounds second = BoundsOf(*OnOf(b));
  // In 64 bits: one of the two may be open.
  const std::int64_t gap =
      std::max({std::int64_t{0}, std::int64_t{first.earliest.value} - second.latest.value,
                std::int64_t{second.earliest.value} - first.latest.value});
  const std::string_view here = SceneOf(a);
  const std::string_view there = SceneOf(b);
  const std::string places = here == there ? "the place is the same"
                             : here == kUnspecified || there == kUnspecified
                                 ? "one of the places is not said"
                                 : "one place includes the other";
  if (gap == 0) return fmt::format("the dates meet and {}", places);
  return fmt::format("the dates are {} day{} apart and {}", gap, gap == 1 ? "" : "s", places);
}

}  // namespace

std::string DescribeSubject(const v1::Event& event) {
  if (event.has_transfer()) return event.transfer().contingent();
  const v1::Who* who = WhoOf(event);
  if (who == nullptr) return {};
  if (!who->contingent().empty()) return who->contingent();
  std::string text = who->contributor();
  if (!who->component().empty()) text.append(text.empty() ? "" : " ").append(who->component());
  if (!text.empty()) text.append(" in ");
  return text.append(who->mission());
}

std::string FlowScalar(std::string_view text) {
  constexpr std::string_view kPlain = " -_./+()'";
  const auto plain = [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           static_cast<unsigned char>(c) >= 0x80 || kPlain.find(c) != std::string_view::npos;
  };
  constexpr std::string_view kFirst = "-'. ";
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain) &&
      (kFirst.find(text.front()) == std::string_view::npos || text.starts_with("..")) &&
      text.back() != ' ') {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + '"';
}

void RefuseDuplicate(const v1::Event& event, const v1::Event& other, std::string_view where,
                     std::string_view target, const DraftSite& site) {
  const std::string_view kind = KindWord(event.fact_case());
  std::string account = fmt::format("- account: {{of: {}", FlowScalar(target));
  if (const v1::Strength* strength = StrengthOf(event)) {
    account.append(", strength: ").append(FlowScalar(strength->text()));
  }
  if (OnOf(event)->text() != OnOf(other)->text()) {
    account.append(", on: ").append(FlowScalar(OnOf(event)->text()));
  }
  account.append("}");
  site.Refuse(
      site.position(), "likely-duplicate",
      fmt::format("this {} of {} ({}) is likely that of {} ({}): {}", kind, DescribeSubject(event),
                  Facts(event), where, Facts(other), Overlap(event, other)),
      fmt::format("if it is the same, write what this report says of it:\n{}\nif it is "
                  "another one, put `distinct: true` beside `{}`",
                  account, kind));
}

}  // namespace muster
