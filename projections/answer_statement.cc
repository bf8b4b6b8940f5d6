// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/answer_statement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "ledger/decimal.h"
#include "ledger/proof_lines.h"
#include "ledger/record_bundle.h"
#include "ledger/signed_note.h"
#include "projections/fact_table.h"
#include "projections/posts.h"

namespace muster {
namespace {

constexpr std::string_view kStatementTitle = "muster.answer/v1\n";
constexpr std::string_view kNone = "none";
constexpr std::array<std::pair<Basis, std::string_view>, 3> kBasisWords = {
    {{Basis::kAddedUp, "added-up"},
     {Basis::kCounted, "counted"},
     {Basis::kLossesOnly, "losses-only"}}};

std::string BasisWord(Basis basis) {
  for (const auto& [value, word] : kBasisWords) {
    if (value == basis) return std::string(word);
  }
  return {};
}

std::string NumberWord(const std::optional<std::int64_t>& number) {
  return number ? fmt::format("{}", *number) : std::string(kNone);
}

std::string GradeWord(Grade grade) {
  std::string text;
  if (grade.reliability != 0) text += grade.reliability;
  if (grade.credibility != 0) text += grade.credibility;
  return text;
}

std::string RangesText(const std::vector<Position>& positions) {
  if (positions.empty()) return std::string(kNone);
  std::string text;
  for (std::size_t i = 0; i < positions.size();) {
    std::size_t end = i + 1;
    while (end < positions.size() && positions[end].value == positions[end - 1].value + 1) ++end;
    text += fmt::format("{}{}", text.empty() ? "" : " ", positions[i].value);
    if (end - i > 1) text += fmt::format("-{}", positions[end - 1].value);
    i = end;
  }
  return text;
}

StatusOr<std::vector<Position>> ReadRanges(std::string_view text) {
  std::vector<Position> positions;
  if (text == kNone) return positions;
  while (true) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view range = text.substr(0, end);
    const std::size_t dash = std::min(range.find('-'), range.size());
    const std::optional<std::uint64_t> first = ParseDecimal(range.substr(0, dash));
    const std::optional<std::uint64_t> last =
        dash == range.size() ? first : ParseDecimal(range.substr(dash + 1));
    const bool ascends = positions.empty() || (first && *first > positions.back().value);
    if (!first || !last || !ascends || *last < *first || *last == UINT64_MAX) {
      return InvalidArgument("`{}` is no range of positions behind those before it", range);
    }
    if (*last - *first >= kBundleRecordsMax - positions.size()) {
      return InvalidArgument("it rests on more than {} records", kBundleRecordsMax);
    }
    for (std::uint64_t p = *first; p <= *last; ++p) positions.push_back(Position{p});
    if (end == text.size()) return positions;
    text.remove_prefix(end + 1);
  }
}

// Reads the lines of a statement one after the other.
class StatementReader {
 public:
  explicit StatementReader(std::string_view text) : text_(text) {}

  std::optional<std::string_view> Maybe(std::string_view key) { return TakeValue(&text_, key); }

  StatusOr<std::string_view> Value(std::string_view key) {
    const auto value = Maybe(key);
    if (!value) return InvalidArgument("there is no line `{}` where one should be", key);
    return *value;
  }
  StatusOr<std::uint64_t> Size(std::string_view key) {
    MUSTER_ASSIGN_OR_RETURN(const std::string_view value, Value(key));
    const std::optional<std::uint64_t> number = ParseDecimal(value);
    if (!number) return InvalidArgument("the line `{}` has no number", key);
    return *number;
  }
  StatusOr<std::optional<std::int64_t>> Number(std::string_view key) {
    MUSTER_ASSIGN_OR_RETURN(const std::string_view value, Value(key));
    if (value == kNone) return std::optional<std::int64_t>();
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || stop != value.data() + value.size()) {
      return InvalidArgument("the line `{}` has no number", key);
    }
    return std::optional(number);
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

Status ReadState(StatementReader& lines, AnswerStatement& statement) {
  MUSTER_ASSIGN_OR_RETURN(const std::string_view origin, lines.Value("origin"));
  statement.checkpoint.origin = origin;
  MUSTER_ASSIGN_OR_RETURN(statement.checkpoint.size.value, lines.Size("size"));
  MUSTER_ASSIGN_OR_RETURN(const std::string_view root, lines.Value("root"));
  const std::optional<Hash> hash = HashFromHex(root);
  if (!hash) return InvalidArgument("the line `root` has no hash");
  statement.checkpoint.root = *hash;
  MUSTER_ASSIGN_OR_RETURN(const std::string_view program, lines.Value("program"));
  statement.program = program;
  return OkStatus();
}

StatusOr<Condition> ReadCondition(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return InvalidArgument("`where {}` has no value", text);
  Condition condition{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
  if (!condition.dimension.starts_with(kLabelPrefix) && !FindDimension(condition.dimension)) {
    return InvalidArgument("`where {}` is of no dimension", text);
  }
  return condition;
}

Status ReadQuestion(StatementReader& lines, AnswerStatement& statement) {
  ViewQuery& query = statement.query;
  MUSTER_ASSIGN_OR_RETURN(const std::string_view on, lines.Value("on"));
  MUSTER_ASSIGN_OR_RETURN(statement.on, ParseDay(on));
  MUSTER_ASSIGN_OR_RETURN(query.known_at.value, lines.Size("known-at"));
  if (query.known_at > statement.checkpoint.size || query.known_at.value >= kStillTrue) {
    return InvalidArgument("known-at {} is beyond the log, which has {} records",
                           query.known_at.value, statement.checkpoint.size.value);
  }
  while (const auto where = lines.Maybe("where")) {
    MUSTER_ASSIGN_OR_RETURN(Condition condition, ReadCondition(*where));
    query.where.push_back(std::move(condition));
  }
  if (const auto of = lines.Maybe("of")) query.of = std::string(*of);
  while (const auto source = lines.Maybe("source")) query.lens.sources.emplace_back(*source);
  if (const auto grade = lines.Maybe("least-grade")) {
    MUSTER_ASSIGN_OR_RETURN(query.lens.least_grade, ParseGrade(*grade));
  }
  if (const auto day = lines.Maybe("published-by")) {
    MUSTER_ASSIGN_OR_RETURN(query.lens.published_by, ParseDay(*day));
  }
  return OkStatus();
}

Status ReadAnswer(StatementReader& lines, AnswerStatement& statement) {
  Group& total = statement.total;
  MUSTER_ASSIGN_OR_RETURN(total.strength.least, lines.Number("least"));
  MUSTER_ASSIGN_OR_RETURN(total.strength.best, lines.Number("best"));
  MUSTER_ASSIGN_OR_RETURN(total.strength.most, lines.Number("most"));
  MUSTER_ASSIGN_OR_RETURN(const std::string_view basis, lines.Value("basis"));
  const auto* const word =
      std::find_if(kBasisWords.begin(), kBasisWords.end(),
                   [&](const auto& basis_word) { return basis_word.second == basis; });
  if (word == kBasisWords.end()) return InvalidArgument("`basis {}` is none", basis);
  total.basis = word->first;
  MUSTER_ASSIGN_OR_RETURN(const std::string_view latest, lines.Value("latest"));
  if (latest != kNone) {
    MUSTER_ASSIGN_OR_RETURN(total.latest, ParseDay(latest));
  }
  MUSTER_ASSIGN_OR_RETURN(const std::string_view records, lines.Value("rests-on"));
  MUSTER_ASSIGN_OR_RETURN(statement.records, ReadRanges(records));
  return OkStatus();
}

}  // namespace

StatusOr<std::string> AnswerStatement::Text() const {
  std::vector<std::string> lines = {fmt::format("origin {}", checkpoint.origin),
                                    fmt::format("size {}", checkpoint.size.value),
                                    fmt::format("root {}", ToHex(checkpoint.root)),
                                    fmt::format("program {}", program),
                                    fmt::format("on {}", FormatDay(on)),
                                    fmt::format("known-at {}", query.known_at.value)};
  for (const Condition& condition : query.where) {
    lines.push_back(fmt::format("where {}={}", condition.dimension, condition.value));
  }
  if (query.of) lines.push_back(fmt::format("of {}", *query.of));
  for (const std::string& source : query.lens.sources) {
    lines.push_back(fmt::format("source {}", source));
  }
  if (query.lens.least_grade) {
    lines.push_back(fmt::format("least-grade {}", GradeWord(*query.lens.least_grade)));
  }
  if (query.lens.published_by) {
    lines.push_back(fmt::format("published-by {}", FormatDay(*query.lens.published_by)));
  }
  lines.push_back(fmt::format("least {}", NumberWord(total.strength.least)));
  lines.push_back(fmt::format("best {}", NumberWord(total.strength.best)));
  lines.push_back(fmt::format("most {}", NumberWord(total.strength.most)));
  lines.push_back(fmt::format("basis {}", BasisWord(total.basis)));
  lines.push_back(
      fmt::format("latest {}", total.latest ? FormatDay(*total.latest) : std::string(kNone)));
  lines.push_back(fmt::format("rests-on {}", RangesText(records)));
  std::string text(kStatementTitle);
  for (const std::string& line : lines) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (std::any_of(line.begin(), line.end(), is_control)) {
      return InvalidArgument("the line `{}` cannot be signed: it has a control character", line);
    }
    text += line + '\n';
  }
  if (text.size() > kNoteBytesMax / 2) {
    return ResourceExhausted("the answer rests on too many records to name them in {} bytes",
                             kNoteBytesMax / 2);
  }
  return text;
}

Status AnswerStatement::CheckTitle(std::string_view text) {
  if (text.starts_with(kStatementTitle)) return OkStatus();
  return InvalidArgument("an answer begins with the line `{}`",
                         kStatementTitle.substr(0, kStatementTitle.size() - 1));
}

StatusOr<AnswerStatement> AnswerStatement::Parse(std::string_view text) {
  MUSTER_RETURN_IF_ERROR(CheckTitle(text));
  StatementReader lines(text.substr(kStatementTitle.size()));
  AnswerStatement statement;
  MUSTER_RETURN_IF_ERROR(ReadState(lines, statement));
  MUSTER_RETURN_IF_ERROR(ReadQuestion(lines, statement));
  MUSTER_RETURN_IF_ERROR(ReadAnswer(lines, statement));
  if (!lines.done()) return InvalidArgument("lines stand behind the line `rests-on`");
  // One text for one statement: what is read otherwise than it is written is refused.
  const StatusOr<std::string> again = statement.Text();
  if (!again.ok() || *again != text) return InvalidArgument("it is not written as answers are");
  return statement;
}

}  // namespace muster
