// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/yaml_syntax.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <string_view>

#include "ledger/ascii.h"

namespace muster {
namespace {

constexpr std::string_view kSpace = " \t";
// A value that begins with one of these and is not in quotes means something else to YAML.
constexpr std::string_view kIndicators = ">|%@`*&!";

bool IsOneOf(char character, std::string_view set) { return set.find(character) != set.npos; }

// Where the value at or before `byte` begins, if it begins with an indicator: behind white space, a
// bracket, or a comma.
std::optional<std::size_t> IndicatorBefore(std::string_view line, std::size_t byte) {
  if (line.empty()) return std::nullopt;
  for (std::size_t i = std::min(byte, line.size() - 1) + 1; i-- > 0;) {
    const bool begins = i == 0 || IsOneOf(line[i - 1], " \t{[,");
    if (begins && IsOneOf(line[i], kIndicators)) return i;
    // Behind the indicator there may be spaces ("> 200"), but no other value.
    if (line[i] == ':' || line[i] == ',') return std::nullopt;
  }
  return std::nullopt;
}

// The value that begins at `begin`: to the end of the line, a comment, or, in brackets, the next
// mark.
std::string_view ValueAt(std::string_view line, std::size_t begin) {
  const bool in_brackets = line.substr(0, begin).find_first_of("{[") != line.npos;
  std::size_t end = begin;
  while (end < line.size() && !(in_brackets && IsOneOf(line[end], ",}]")) &&
         !(line[end] == '#' && end > begin && IsOneOf(line[end - 1], kSpace))) {
    ++end;
  }
  std::string_view value = line.substr(begin, end - begin);
  while (!value.empty() && IsOneOf(value.back(), kSpace)) value.remove_suffix(1);
  return value;
}

SyntaxFault QuoteIt(std::string_view line, std::size_t begin) {
  const std::string value(ValueAt(line, begin));
  SyntaxFault fault;
  fault.message =
      fmt::format("`{}` means something else at the beginning of a value in YAML", value[0]);
  const char quote = value.find('"') == value.npos ? '"' : '\'';
  fault.hint = fmt::format("put it in quotes: {}{}{}", quote, value, quote);
  fault.byte = begin;
  return fault;
}

struct Explanation {
  std::string_view complaint;
  std::string_view message;
  std::string_view hint;
};

// What yaml-cpp says, and what it mostly means.
const Explanation kExplanations[] = {
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a `{` is not closed before this",
     "close it with `}`; put a text with a comma, a brace or `: ` in quotes"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `[` is not closed before this",
     "close it with `]`; put a text with a comma, a bracket or `: ` in quotes"},
    {YAML::ErrorMsg::FLOW_END, "a closing bracket without an opening one",
     "put the text in quotes"},
    {YAML::ErrorMsg::END_OF_MAP, "this does not continue the map above",
     "check its indentation, and the quotes of the line before"},
    {YAML::ErrorMsg::END_OF_SEQ, "this does not continue the list above",
     "every entry begins with `- `, all at the same indentation"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a list cannot begin here",
     "begin it on a line of its own, or put the text in quotes"},
    {YAML::ErrorMsg::MAP_KEY, "a key cannot stand here", "check its indentation"},
    {YAML::ErrorMsg::MAP_VALUE, "`:` cannot stand here",
     "put a text with `: ` in quotes, and check the indentation of this line"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quotation mark is not closed", "close it"},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "a quotation mark is not closed before this `---`", "close it"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab cannot indent in YAML", "use spaces"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "this character cannot begin a value in YAML",
     "put the text in quotes"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "`*` makes a YAML alias, which a report file may not have",
     "put the text in quotes"},
    {YAML::ErrorMsg::INVALID_HEX, "an escape with characters that are no hexadecimal digits",
     "use single quotes for a text with backslashes"},
    {YAML::ErrorMsg::BAD_FILE, "the file cannot be parsed", ""},
};

SyntaxFault Translate(const std::string& complaint) {
  for (const Explanation& explanation : kExplanations) {
    if (complaint == explanation.complaint) {
      return {std::string(explanation.message), std::string(explanation.hint), 0};
    }
  }
  if (complaint.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    return {fmt::format("`\\{}` is no escape in double quotes",
                        complaint.substr(std::string_view(YAML::ErrorMsg::INVALID_ESCAPE).size())),
            "use single quotes for a text with backslashes", 0};
  }
  return {complaint, "", 0};
}

}  // namespace

bool IsUnclosed(const std::string& complaint) {
  return complaint == YAML::ErrorMsg::END_OF_MAP_FLOW ||
         complaint == YAML::ErrorMsg::END_OF_SEQ_FLOW;
}

SyntaxFault ExplainSyntax(const SourceText& source, std::uint32_t line, std::size_t byte,
                          const std::string& complaint) {
  const std::string_view content = source.Line(line);
  if (const auto begin = IndicatorBefore(content, byte)) return QuoteIt(content, *begin);
  const std::size_t indentation = content.find_first_not_of(kSpace);
  const std::size_t tab = content.find('\t');
  if (tab != content.npos && (indentation == content.npos || tab < indentation)) {
    return {"a tab cannot indent in YAML", "use spaces", tab};
  }
  // YAML 1.2 lets it stand within a plain text; the parser does not, between brackets.
  if ((complaint == YAML::ErrorMsg::UNKNOWN_TOKEN || IsUnclosed(complaint)) &&
      content.substr(std::min(byte, content.size()), 1) == "?") {
    return {"a text with a `?` between brackets needs quotes", "put the whole text in quotes",
            byte};
  }
  SyntaxFault fault = Translate(complaint);
  fault.byte = byte;
  return fault;
}

bool IsQuoteClosed(const SourceText& source, SourcePosition position) {
  if (position.line == 0) return true;
  const std::string_view text = source.text();
  std::size_t at = source.OffsetOf(position);
  // The parser marks block texts as it marks those in quotes.
  if (at == text.size() || (text[at] != '"' && text[at] != '\'')) return true;
  const char quote = text[at++];
  for (; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || text.substr(at + 1, 1) != "'") return true;
      ++at;
    }
  }
  return false;
}

std::optional<SyntaxFault> EatenSign(const SourceText& source, SourcePosition position) {
  const std::string_view line = source.Line(position.line);
  // Columns are characters; the sign is found anew in bytes.
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (line[i] != '>' || !IsDigit(line[i + 1])) continue;
    if (source.PositionInLine(position.line, i) == position) return QuoteIt(line, i);
  }
  return std::nullopt;
}

}  // namespace muster
