// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// JSON writes a character beyond U+FFFF as two escapes ("\ud83d\ude00"), which YAML does not know;
// they become the one escape of YAML ("\U0001f600").
#ifndef MUSTER_TOOLS_INPUT_JSON_ESCAPES_H_
#define MUSTER_TOOLS_INPUT_JSON_ESCAPES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace muster {

class JsonEscapes {
 public:
  // Takes a text that begins like JSON ("{" or "["), in which all texts are in double quotes; any
  // other is left as it is.
  explicit JsonEscapes(const std::string& text);

  const std::string& text() const { return text_; }

  // The byte of the original line (from 1) that became byte `byte` of the line in text().
  std::size_t OriginalByte(std::uint32_t line, std::size_t byte) const;

 private:
  std::string text_;
  // Line, and byte of the line in text_ at which an escape became shorter; ascending.
  std::vector<std::pair<std::uint32_t, std::size_t>> shortened_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_INPUT_JSON_ESCAPES_H_
