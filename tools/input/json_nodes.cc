// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/json_nodes.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/ascii.h"
#include "tools/input/yaml_nodes.h"

namespace muster {
namespace {

// YAML wants a key on one line, and its colon within so many bytes (1,024) of its beginning.
constexpr std::size_t kKeyBytesMax = 1000;
// Maps of more keys are left to a parser that looks for equal ones in an index.
constexpr std::size_t kKeysMax = 64;

class PlainJsonReader {
 public:
  explicit PlainJsonReader(std::string_view text) : text_(text) {}

  std::optional<Node> Read() {
    Node root;
    SkipSpace();
    if (Next() != '{' || !ReadValue(root, 1)) return std::nullopt;
    SkipSpace();
    return at_ == text_.size() ? std::optional(std::move(root)) : std::nullopt;
  }

 private:
  // The next byte; 0 at the end.
  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char wanted) {
    if (Next() != wanted) return false;
    ++at_;
    return true;
  }

  // Tabs are not space to YAML everywhere.
  void SkipSpace() {
    for (; Next() == ' ' || Next() == '\n'; ++at_) {
      if (Next() == ' ') continue;
      ++line_;
      line_begin_ = at_ + 1;
      continuations_ = 0;
    }
  }

  SourcePosition Position() const {
    return {line_, static_cast<std::uint32_t>(at_ - line_begin_ - continuations_ + 1)};
  }

  // False here and below: it is left to YAML.
  bool ReadValue(Node& node, std::size_t depth) {
    if (++nodes_ > kYamlNodesMax || depth > kYamlDepthMax) return false;
    node.position = Position();
    switch (Next()) {
      case '{':
        node.kind = Node::Kind::kMap;
        return ReadMap(node, depth);
      case '[':
        node.kind = Node::Kind::kList;
        return ReadList(node, depth);
      case '"':
        node.kind = Node::Kind::kScalar;
        return ReadString(node.text);
      default:
        return ReadWord(node);
    }
  }

  bool ReadMap(Node& node, std::size_t depth) {
    ++at_;
    SkipSpace();
    if (Take('}')) return true;
    do {
      SkipSpace();
      Node::Entry entry;
      entry.key_position = Position();
      const std::size_t begin = at_;
      if (++nodes_ > kYamlNodesMax || Next() != '"' || !ReadString(entry.key)) return false;
      while (Next() == ' ') ++at_;
      if (at_ - begin > kKeyBytesMax || !Take(':')) return false;
      SkipSpace();
      if (!IsNew(entry.key, node) || !ReadValue(entry.value, depth + 1)) return false;
      node.entries.push_back(std::move(entry));
      SkipSpace();
    } while (Take(','));
    return Take('}');
  }

  static bool IsNew(const std::string& key, const Node& map) {
    return key != "<<" && map.entries.size() < kKeysMax && map.Find(key) == nullptr;
  }

  bool ReadList(Node& node, std::size_t depth) {
    ++at_;
    SkipSpace();
    if (Take(']')) return true;
    do {
      SkipSpace();
      if (!ReadValue(node.items.emplace_back(), depth + 1)) return false;
      SkipSpace();
    } while (Take(','));
    return Take(']');
  }

  bool ReadString(std::string& text) {
    ++at_;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      char byte = text_[at_];
      // A text of several lines is folded by YAML.
      if (byte == '\n' || byte == '\t') return false;
      if (byte == '\\' && !Unescape(byte)) return false;
      if ((static_cast<unsigned char>(byte) & 0xC0U) == 0x80U) ++continuations_;
      text += byte;
    }
    return Take('"') && !text.empty();
  }

  bool Unescape(char& byte) {
    static constexpr std::string_view kEscapes = "\"\\/nt";
    static constexpr std::string_view kMeant = "\"\\/\n\t";
    ++at_;
    const std::size_t which = kEscapes.find(Next());
    if (at_ == text_.size() || which == kEscapes.npos) return false;
    byte = kMeant[which];
    return true;
  }

  // A number, or a name of JSON: to YAML a text as it stands there, but for null.
  bool ReadWord(Node& node) {
    const std::size_t begin = at_;
    while (IsLetter(Next()) || IsDigit(Next()) || Next() == '-' || Next() == '+' || Next() == '.') {
      ++at_;
    }
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word == "null") return true;
    const bool is_number =
        !word.empty() &&
        (IsDigit(word[0]) || (word[0] == '-' && word.size() > 1 && IsDigit(word[1])));
    if (!is_number && word != "true" && word != "false") return false;
    node.kind = Node::Kind::kScalar;
    node.text = word;
    return true;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::size_t continuations_ = 0;  // bytes of this line that do not begin a character
  std::size_t nodes_ = 0;
};

}  // namespace

std::optional<Node> ReadPlainJson(const SourceText& source) {
  return PlainJsonReader(source.text()).Read();
}

}  // namespace muster
