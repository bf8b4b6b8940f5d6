// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/output/event_guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "ledger/ascii.h"
#include "ledger/country.h"
#include "muster/v1/date.pb.h"
#include "tools/input/figure.h"
#include "tools/input/word.h"

namespace muster {
namespace {

enum class Guess { kArrival, kDeparture, kDispatch, kLoss, kMandate, kPledge, kClaim, kStatement };

class Reader {
 public:
  explicit Reader(std::string_view sentence) : words_(SplitWords(sentence)) {}

  // Whether a word begins with one of `beginnings` (lower case).
  bool Has(std::initializer_list<std::string_view> beginnings) const {
    return std::any_of(words_.begin(), words_.end(), [&](const Word& word) {
      return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
        return word.lower.substr(0, beginning.size()) == beginning;
      });
    });
  }

  // Whether the words of `name` stand in the sentence one after another. The last may have an
  // ending: "Kenya" stands in "Kenyan police".
  bool Names(std::string_view name) const {
    const std::vector<Word> wanted = SplitWords(name);
    if (wanted.empty() || wanted.size() > words_.size()) return false;
    for (std::size_t at = 0; at + wanted.size() <= words_.size(); ++at) {
      std::size_t i = 0;
      while (i + 1 < wanted.size() && words_[at + i].lower == wanted[i].lower) ++i;
      const std::string& last = words_[at + i].lower;
      const std::string& ending = wanted[i].lower;
      const bool alike =
          ending.size() < 4 ? last == ending : last.substr(0, ending.size()) == ending;
      if (i + 1 == wanted.size() && alike) return true;
    }
    return false;
  }

 private:
  std::vector<Word> words_;
};

Guess GuessKind(const Reader& reader, bool people) {
  if (reader.Has({"resolution"}) && reader.Has({"authori", "renew", "extend"})) {
    return Guess::kMandate;
  }
  if (!people) return Guess::kStatement;
  if (reader.Has({"killed", "died", "dead", "death", "missing"})) return Guess::kLoss;
  if (reader.Has({"pledge", "promise", "offer"})) return Guess::kPledge;
  if (reader.Has({"total", "tally", "altogether", "bringing"})) return Guess::kClaim;
  if (reader.Has({"withdr", "repatriat", "home"})) return Guess::kDeparture;
  if (reader.Has({"left", "depart", "flew"})) return Guess::kDispatch;
  if (reader.Has({"arriv", "land", "touch", "welcom", "came", "join", "deploy"})) {
    return Guess::kArrival;
  }
  return Guess::kClaim;
}

// A word of "Bahamas, The" or "Congo, Democratic Republic of the" that the sentence would use.
std::string_view ShortName(std::string_view country) {
  return country.substr(0, country.find_first_of(",("));
}

// Whom the sentence is about, with what is known of it.
struct Subject {
  std::string contingent;
  std::string mission;
  std::string contributor;

  // As keys of an event or of a scope.
  std::string Keys(bool as_scope) const {
    if (!contingent.empty() && !as_scope) return "contingent: " + YamlScalar(contingent);
    std::string keys = "mission: " + YamlScalar(mission);
    if (!contributor.empty()) keys += ", contributor: " + contributor;
    return keys;
  }
};

Subject GuessSubject(const Reader& reader, const KnownNames& known, std::string_view mission) {
  std::vector<const KnownContingent*> candidates;
  for (const KnownContingent& contingent : known.contingents) {
    const bool named = reader.Names(contingent.id) ||
                       std::any_of(contingent.aliases.begin(), contingent.aliases.end(),
                                   [&](const std::string& alias) { return reader.Names(alias); });
    if (named) return {contingent.id, contingent.mission, contingent.contributor};
    const Country* country = Countries::BuiltIn().Find(contingent.contributor);
    if (country != nullptr && reader.Names(ShortName(country->name))) {
      candidates.push_back(&contingent);
    }
  }
  if (candidates.empty()) return {"", std::string(mission), ""};
  const KnownContingent& first = *candidates.front();
  Subject subject{candidates.size() == 1 ? first.id : "", first.mission, first.contributor};
  for (const KnownContingent* candidate : candidates) {
    // Several countries in one sentence: which number is whose is for the reader to say.
    if (candidate->contributor != subject.contributor) subject.contributor.clear();
    if (candidate->mission != subject.mission) subject.mission.clear();
  }
  return subject;
}

std::string LossKeys(const Reader& reader) {
  if (reader.Has({"killed"})) return ", kind: killed";
  if (reader.Has({"missing"})) return ", kind: missing";
  return ", kind: died";
}

std::string MakeEvent(Guess guess, const Reader& reader, const Subject& subject,
                      const std::string& strength, const std::string& on,
                      std::string_view sentence) {
  const std::string who = subject.Keys(false);
  const std::string scope = fmt::format("scope: {{{}}}", subject.Keys(true));
  switch (guess) {
    case Guess::kArrival:
      return fmt::format("arrival: {{{}, strength: {}, on: {}}}", who, strength, on);
    case Guess::kDeparture:
      return fmt::format("departure: {{{}, strength: {}, on: {}}}", who, strength, on);
    case Guess::kDispatch:
      return fmt::format("dispatch: {{{}, strength: {}, on: {}}}", who, strength, on);
    case Guess::kLoss:
      return fmt::format("loss: {{{}, strength: {}, on: {}{}}}", who, strength, on,
                         LossKeys(reader));
    case Guess::kPledge:
      return fmt::format("pledge: {{{}, strength: {}, on: {}}}", scope, strength, on);
    case Guess::kClaim:
      return fmt::format("claim: {{{}, strength: {}, on: {}}}", scope, strength, on);
    case Guess::kMandate:
      return fmt::format("mandate: {{mission: {}, on: {}}}", YamlScalar(subject.mission), on);
    case Guess::kStatement:
      break;
  }
  return fmt::format("statement: {{text: {}, on: {}}}", YamlScalar(sentence), on);
}

// A date, and how fine it is: the longer, the finer.
bool IsFiner(const Figure& figure, const std::string& than) {
  return figure.kind == Figure::Kind::kDate && figure.value.size() > than.size();
}

// Characters that a terminal or an editor must not be given raw: control and bidirectional
// characters, and what YAML takes for a line break. `text` begins with a well-formed character.
std::size_t UnsafeLength(std::string_view text) {
  const unsigned char c = static_cast<unsigned char>(text[0]);
  if (c < 0x20 || c == 0x7f) return 1;
  if (c == 0xc2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0) return 2;
  for (const std::string_view mark :
       {"\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a",
        "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069",
        "\ufeff"}) {
    if (text.substr(0, mark.size()) == mark) return mark.size();
  }
  return 0;
}

unsigned CodePoint(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() == 1) return at(0);
  if (bytes.size() == 2) return (at(0) & 0x1fU) << 6U | (at(1) & 0x3fU);
  return (at(0) & 0x0fU) << 12U | (at(1) & 0x3fU) << 6U | (at(2) & 0x3fU);
}

bool IsPlainSafe(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  const char first = text.front();
  if (!IsLetter(first) && !IsDigit(first)) return false;
  constexpr std::string_view kSafe = " -/._()'";
  return std::all_of(text.begin(), text.end(),
                     [&](char c) {
                       return IsLetter(c) || IsDigit(c) || kSafe.find(c) != std::string_view::npos;
                     }) &&
         text != "null" && text != "Null" && text != "NULL";
}

}  // namespace

std::string YamlScalar(std::string_view text) {
  return IsPlainSafe(text) ? std::string(text) : YamlQuoted(text);
}

std::string YamlQuoted(std::string_view text) {
  std::string scalar = "\"";
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {  // folded, as quotes are compared
      space = true;
      ++i;
      continue;
    }
    if (std::exchange(space, false)) scalar += ' ';
    if (const std::size_t length = UnsafeLength(text.substr(i))) {
      scalar += fmt::format("\\u{:04x}", CodePoint(text.substr(i, length)));
      i += length;
      continue;
    }
    if (c == '"' || c == '\\') scalar += '\\';
    scalar += c;
    ++i;
  }
  return scalar + "\"";
}

std::vector<std::string> GuessEvents(std::string_view sentence, const KnownNames& known,
                                     std::string_view mission, Day today) {
  const std::vector<Figure> figures = FindFigures(sentence);
  const Reader reader(sentence);
  std::vector<std::string> strengths;
  std::string on;
  bool other = false;
  for (const Figure& figure : figures) {
    if (figure.kind == Figure::Kind::kPeople) strengths.push_back(figure.value);
    other = other || figure.kind == Figure::Kind::kOther;
    if (IsFiner(figure, on) && ParseDate(figure.value).ok()) on = figure.value;
  }
  std::vector<std::string> events;
  if (strengths.empty() && !other) return events;
  if (on.empty()) on = "../" + FormatDay(today);
  Subject subject = GuessSubject(reader, known, mission);
  if (subject.mission.empty()) subject.mission = mission;
  const Guess guess = GuessKind(reader, !strengths.empty());
  if (guess == Guess::kMandate || strengths.empty()) {
    events.push_back(MakeEvent(guess, reader, subject, "", on, sentence));
    return events;
  }
  events.reserve(strengths.size());
  for (const std::string& strength : strengths) {
    events.push_back(MakeEvent(guess, reader, subject, strength, on, sentence));
  }
  return events;
}

}  // namespace muster
