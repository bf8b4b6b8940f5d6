// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/strength.h"

#include <cstddef>
#include <optional>

#include "ledger/ascii.h"
#include "ledger/excerpt.h"
#include "ledger/strength_advice.h"
#include "muster/v1/strength.pb.h"

namespace muster {
namespace {

// Numbers are read up to here; anything above kPeopleMax is refused afterwards, with its digits.
constexpr std::uint64_t kTooMany = std::uint64_t{kPeopleMax} + 1;

// Reads a wording from its left end, white space between its words, numbers and signs left out. A
// number is a run of digits: "1 200" is two of them.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) { SkipSpace(); }

  bool AtEnd() const { return rest_.empty(); }

  // Takes `sign` if it is next.
  bool Take(char sign) {
    if (rest_.empty() || rest_.front() != sign) return false;
    rest_.remove_prefix(1);
    SkipSpace();
    return true;
  }

  bool TakeDots() {
    const std::string_view before = rest_;
    if (Take('.') && Take('.')) return true;
    rest_ = before;
    return false;
  }

  // Takes the letters of `word` (lower case) if they are next, in any case.
  bool TakeWord(std::string_view word) {
    if (rest_.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (Lower(rest_[i]) != word[i]) return false;
    }
    if (rest_.size() > word.size() && IsLetter(rest_[word.size()])) return false;
    rest_.remove_prefix(word.size());
    SkipSpace();
    return true;
  }

  // Two words, written together or not.
  bool TakeWords(std::string_view first, std::string_view second, std::string_view together) {
    if (TakeWord(together)) return true;
    const std::string_view before = rest_;
    if (TakeWord(first) && TakeWord(second)) return true;
    rest_ = before;
    return false;
  }

  // Takes a number, as kTooMany if it is above kPeopleMax.
  std::optional<std::uint64_t> TakeNumber() {
    if (rest_.empty() || !IsDigit(rest_.front())) return std::nullopt;
    std::uint64_t number = 0;
    while (!rest_.empty() && IsDigit(rest_.front())) {
      number = number * 10 + static_cast<std::uint64_t>(rest_.front() - '0');
      if (number > kPeopleMax) number = kTooMany;
      rest_.remove_prefix(1);
    }
    SkipSpace();
    return number;
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_.front())) rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

enum class Form {
  kExact,
  kOver,
  kAtLeast,
  kUnder,
  kAtMost,
  kRange,
  kGuess,
  kAbout,
  kNearly,
  kUnknown
};

// A wording taken apart: its form and the numbers in it, in the order in which they are written.
struct Wording {
  Form form = Form::kUnknown;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint64_t guess = 0;
};

// "201", "201..", "150..200", "150 to 200", "150..200=180" after their first number.
std::optional<Wording> AfterNumber(Scanner& scanner, std::uint64_t first) {
  if (scanner.AtEnd()) return Wording{.form = Form::kExact, .first = first};
  const bool dots = scanner.TakeDots();
  if (!dots && !scanner.TakeWord("to")) return std::nullopt;
  if (dots && scanner.AtEnd()) return Wording{.form = Form::kAtLeast, .first = first};
  const std::optional<std::uint64_t> second = scanner.TakeNumber();
  if (!second) return std::nullopt;
  Wording wording{.form = Form::kRange, .first = first, .second = *second};
  if (dots && scanner.Take('=')) {
    const std::optional<std::uint64_t> guess = scanner.TakeNumber();
    if (!guess) return std::nullopt;
    wording.form = Form::kGuess;
    wording.guess = *guess;
  }
  return wording;
}

// The form that a word or sign at the left end announces.
std::optional<Form> TakeLead(Scanner& scanner) {
  if (scanner.Take('~')) return Form::kAbout;
  if (scanner.Take('>')) return scanner.Take('=') ? Form::kAtLeast : Form::kOver;
  if (scanner.Take('<')) return scanner.Take('=') ? Form::kAtMost : Form::kUnder;
  if (scanner.TakeDots()) return Form::kAtMost;
  if (scanner.TakeWord("about")) return Form::kAbout;
  if (scanner.TakeWord("over")) return Form::kOver;
  if (scanner.TakeWord("under")) return Form::kUnder;
  if (scanner.TakeWord("nearly")) return Form::kNearly;
  if (scanner.TakeWords("at", "least", "atleast")) return Form::kAtLeast;
  if (scanner.TakeWords("at", "most", "atmost")) return Form::kAtMost;
  return std::nullopt;
}

std::optional<Wording> TakeApart(std::string_view text) {
  Scanner scanner(text);
  std::optional<Wording> wording;
  if (const auto number = scanner.TakeNumber()) {
    wording = AfterNumber(scanner, *number);
  } else if (scanner.TakeWord("unknown")) {
    wording = Wording{.form = Form::kUnknown};
  } else if (const std::optional<Form> form = TakeLead(scanner)) {
    if (const auto named = scanner.TakeNumber()) wording = Wording{.form = *form, .first = *named};
  }
  if (!scanner.AtEnd()) return std::nullopt;
  return wording;
}

// Half a unit of the last digit of `number` that is not 0: 50 of 200. 0 of 217, whose half is less
// than one, and of 0.
std::uint64_t HalfUnit(std::uint64_t number) {
  if (number == 0) return 0;
  std::uint64_t unit = 1;
  for (; number % 10 == 0; number /= 10) unit *= 10;
  return unit / 2;
}

struct Numbers {
  std::uint64_t least = 0;
  std::uint64_t best = 0;
  std::optional<std::uint64_t> most;
  bool best_stated = false;
};

// REQUIRES: the numbers of `wording` are at most kPeopleMax, and it is not empty or reversed.
Numbers Understand(const Wording& wording) {
  const std::uint64_t n = wording.first;
  const std::uint64_t half = HalfUnit(n);
  switch (wording.form) {
    case Form::kExact:
      return {n, n, n, true};
    case Form::kOver:
      return {n + 1, n + 1, std::nullopt, false};
    case Form::kAtLeast:
      return {n, n, std::nullopt, false};
    case Form::kUnder:
      return {0, n - 1, n - 1, false};
    case Form::kAtMost:
      return {0, n, n, false};
    case Form::kRange:
      return {n, n + (wording.second - n) / 2, wording.second, false};
    case Form::kGuess:
      return {n, wording.guess, wording.second, true};
    case Form::kAbout:
      return {n - half, n, half == 0 ? n : n + half - 1, true};
    case Form::kNearly:
      return {n - (half == 0 ? 1 : half), n - 1, n - 1, false};
    case Form::kUnknown:
      break;
  }
  return {};
}

Status Judge(std::string_view text, const Wording& wording) {
  for (const std::uint64_t number : {wording.first, wording.second, wording.guess}) {
    if (number > kPeopleMax) {
      return InvalidArgument("the strength '{}' is too large; the greatest number is {}",
                             Excerpt(text), kPeopleMax);
    }
  }
  const bool below = wording.form == Form::kUnder || wording.form == Form::kNearly;
  if (below && wording.first == 0) {
    return InvalidArgument("the strength '{}' is empty: no number is below 0; write 0 or unknown",
                           Excerpt(text));
  }
  if (wording.form != Form::kRange && wording.form != Form::kGuess) return OkStatus();
  if (wording.first > wording.second) {
    return InvalidArgument("the range '{}' is reversed; write {}..{}", Excerpt(text),
                           wording.second, wording.first);
  }
  const bool outside = wording.guess < wording.first || wording.guess > wording.second;
  if (wording.form == Form::kGuess && outside) {
    return InvalidArgument("the best guess {} of '{}' is outside {}..{}; write a guess within it",
                           wording.guess, Excerpt(text), wording.first, wording.second);
  }
  return OkStatus();
}

}  // namespace

StatusOr<v1::Strength> ParseStrength(std::string_view text) {
  text = Trimmed(text);
  const std::optional<Wording> wording = TakeApart(text);
  if (!wording) return NotAStrength(text);
  MUSTER_RETURN_IF_ERROR(Judge(text, *wording));
  const Numbers numbers = Understand(*wording);
  if (numbers.least > kPeopleMax || numbers.most.value_or(0) > kPeopleMax) {
    return InvalidArgument(
        "the strength '{}' reaches {}, which is too large; the greatest number is {}",
        Excerpt(text), numbers.most.value_or(numbers.least), kPeopleMax);
  }
  v1::Strength strength;
  strength.set_least(static_cast<std::uint32_t>(numbers.least));
  strength.set_best(static_cast<std::uint32_t>(numbers.best));
  if (numbers.most) strength.set_most(static_cast<std::uint32_t>(*numbers.most));
  strength.set_best_stated(numbers.best_stated);
  strength.set_text(text.data(), text.size());
  return strength;
}

std::string DescribeStrength(const v1::Strength& strength) {
  const std::uint32_t least = strength.least();
  const std::uint32_t best = strength.best();
  if (!strength.has_most()) {
    if (least == 0 && best == 0) return "0.. (unknown)";
    return best == least ? fmt::format("{}..", least) : fmt::format("{}.., best {}", least, best);
  }
  if (least == strength.most()) return fmt::format("{}", least);
  return fmt::format("{}..{}, best {}", least, strength.most(), best);
}

}  // namespace muster
