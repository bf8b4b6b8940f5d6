// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What is wrong with a piece of YAML, said to somebody who does not know YAML well.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_INPUT_YAML_SYNTAX_H_
#define MUSTER_TOOLS_INPUT_YAML_SYNTAX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/input/source_text.h"

namespace muster {

struct SyntaxFault {
  std::string message;
  std::string hint;
  std::size_t byte = 0;  // of the line, where it is
};

// `complaint` is the parser's own message, at the byte `byte` of line `line`.
SyntaxFault ExplainSyntax(const SourceText& source, std::uint32_t line, std::size_t byte,
                          const std::string& complaint);

// Whether the parser's message is that it looks for the end of a list or map in brackets.
bool IsUnclosed(const std::string& complaint);

// A value that came out empty because YAML took its sign for one of its own, as in `strength: >5`;
// `position` is where it begins. nullopt if it is just empty.
std::optional<SyntaxFault> EatenSign(const SourceText& source, SourcePosition position);

// Whether the text in quotes that begins at `position` has its closing mark; true if there is no
// such text.
bool IsQuoteClosed(const SourceText& source, SourcePosition position);

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_YAML_SYNTAX_H_
