// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/yaml_nodes.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <optional>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/status.h"
#include "tools/input/json_escapes.h"
#include "tools/input/json_nodes.h"
#include "tools/input/yaml_syntax.h"

namespace muster {
namespace {

// Builds the nodes of one document after the other from the parser's events. A tree of yaml-cpp's
// own would not do: it drops the first of two equal keys without a word.
class NodeBuilder : public YAML::EventHandler {
 public:
  NodeBuilder(const std::string& name, const SourceText& source, const JsonEscapes& escapes,
              YamlStream& stream)
      : name_(name), source_(source), escapes_(escapes), stream_(stream) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    root_.reset();
    const SourcePosition position = PositionOf(mark);
    const bool marked = source_.Line(position.line).substr(0, 3) == "---" && position.column == 1;
    if (!stream_.documents.empty() && !marked) {
      Refuse(position, "syntax", "text after the end of the document",
             "a further document begins with a line `---`");
      has_stray_text_ = true;
    }
  }

  // The last document was none; what else comes is none either. The parser would give a stray `,`
  // as an empty document for ever.
  bool has_stray_text() const { return has_stray_text_; }

  // Where the last text in quotes begins; {0, 0} if there is none.
  SourcePosition last_quoted() const { return last_quoted_; }

  void OnDocumentEnd() override {
    MUSTER_CHECK(frames_.empty());
    stream_.documents.push_back(root_ ? *std::move(root_) : Node{});
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (ignored_depth_ > 0) return;
    Node node;
    node.position = PositionOf(mark);
    RefuseAnchor(node.position, anchor);
    Take(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    if (ignored_depth_ > 0) return;
    Node node;
    node.position = PositionOf(mark);
    Refuse(node.position, "syntax", "`*` makes a YAML alias, which a report file may not have",
           "write the value out, or put a text that begins with `*` in quotes");
    Take(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (ignored_depth_ > 0) return;
    Node node;
    node.kind = Node::Kind::kScalar;
    node.position = PositionOf(mark);
    node.text = value;
    RefuseAnchor(node.position, anchor);
    RefuseTag(node.position, tag);
    RefuseEatenSign(node);
    if (tag == "!") last_quoted_ = node.position;
    Take(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Begin(Node::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { End(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Begin(Node::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { End(); }

  // Where the innermost list or map in brackets begins that has not ended; nullopt if that is none.
  std::optional<SourcePosition> OpenBracket() const {
    if (frames_.empty() || ignored_depth_ > 0) return std::nullopt;
    const SourcePosition position = frames_.back().node.position;
    const std::size_t offset = source_.OffsetOf(position);
    const char first = offset < source_.text().size() ? source_.text()[offset] : ' ';
    return first == '{' || first == '[' ? std::optional(position) : std::nullopt;
  }

 private:
  // A list or map that has not ended yet.
  struct Frame {
    Node node;
    // Of a map: the key whose value comes next; nullopt if a key comes next.
    std::optional<Node> key;
    // Of a map of many keys: where each stands among the entries.
    std::unordered_map<std::string, std::size_t> index;
    bool is_full = false;  // of keys, and that was refused
  };

  // Maps of fewer keys are searched through.
  static constexpr std::size_t kIndexedKeys = 32;

  static const Node::Entry* FindEntry(Frame& frame, const std::string& key) {
    const std::vector<Node::Entry>& entries = frame.node.entries;
    if (entries.size() < kIndexedKeys) {
      for (const Node::Entry& entry : entries) {
        if (entry.key == key) return &entry;
      }
      return nullptr;
    }
    for (std::size_t i = frame.index.size(); i < entries.size(); ++i)
      frame.index.emplace(entries[i].key, i);
    const auto found = frame.index.find(key);
    return found == frame.index.end() ? nullptr : &entries[found->second];
  }

  SourcePosition PositionOf(const YAML::Mark& mark) const {
    if (mark.is_null()) return {1, 1};
    const auto line = static_cast<std::uint32_t>(mark.line) + 1;
    const auto byte = static_cast<std::size_t>(mark.column);
    return source_.PositionInLine(line, escapes_.OriginalByte(line, byte));
  }

  void Refuse(SourcePosition position, std::string rule, std::string message,
              std::string hint = {}) {
    stream_.refusals.push_back(
        {name_, position, std::move(rule), std::move(message), std::move(hint)});
  }

  void RefuseAnchor(SourcePosition position, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    Refuse(position, "syntax", "`&` makes a YAML anchor, which a report file may not have",
           "take it away, or put a text that begins with `&` in quotes");
  }

  // "?" and "!" are the tags that the parser gives to plain and to quoted scalars by itself.
  void RefuseTag(SourcePosition position, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    Refuse(position, "syntax", "`!` makes a YAML tag, which a report file may not have",
           "take it away, or put a text that begins with `!` in quotes");
  }

  // `strength: >5` is to YAML a text that follows, indented by 5.
  void RefuseEatenSign(const Node& node) {
    if (!node.text.empty()) return;
    if (auto fault = EatenSign(source_, node.position)) {
      Refuse(node.position, "syntax", std::move(fault->message), std::move(fault->hint));
    }
  }

  void Begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor) {
    if (ignored_depth_ > 0) {
      ++ignored_depth_;
      return;
    }
    const SourcePosition position = PositionOf(mark);
    if (frames_.size() >= kYamlDepthMax) {
      Refuse(position, "too-many",
             fmt::format("more than {} lists and maps in each other", kYamlDepthMax));
      ignored_depth_ = 1;
      return;
    }
    RefuseAnchor(position, anchor);
    RefuseTag(position, tag);
    Frame frame;
    frame.node.kind = kind;
    frame.node.position = position;
    frames_.push_back(std::move(frame));
  }

  void End() {
    if (ignored_depth_ > 0) {
      if (--ignored_depth_ == 0) Take(Node{});
      return;
    }
    MUSTER_CHECK(!frames_.empty());
    Node node = std::move(frames_.back().node);
    frames_.pop_back();
    Take(std::move(node));
  }

  // Puts a finished value where it belongs.
  void Take(Node node) {
    if (++node_count_ > kYamlNodesMax) {
      if (node_count_ == kYamlNodesMax + 1) {
        Refuse(node.position, "too-many",
               fmt::format("more than {} values in one file", kYamlNodesMax), "split the file");
      }
      if (!frames_.empty() && frames_.back().node.kind == Node::Kind::kList) return;
    }
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == Node::Kind::kList) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.key) {
      frame.key = std::move(node);
    } else {
      AddEntry(frame, *std::exchange(frame.key, std::nullopt), std::move(node));
    }
  }

  void AddEntry(Frame& frame, Node key, Node value) {
    Node& map = frame.node;
    if (key.kind != Node::Kind::kScalar) {
      Refuse(key.position, "wrong-type", "a key must be a text");
      return;
    }
    if (key.text == "<<") {
      Refuse(key.position, "syntax", "`<<` merges maps in YAML, which a report file may not do",
             "write the keys out");
      return;
    }
    if (const Node::Entry* const first = FindEntry(frame, key.text)) {
      Refuse(key.position, "duplicate-key",
             fmt::format("`{}` stands here a second time; the first is at {}:{}", key.text,
                         first->key_position.line, first->key_position.column),
             "keep one of the two");
      return;
    }
    if (map.entries.size() >= kYamlMapKeysMax) {
      if (!std::exchange(frame.is_full, true)) {
        Refuse(key.position, "too-many",
               fmt::format("more than {} keys in one map", kYamlMapKeysMax));
      }
      return;
    }
    map.entries.push_back({std::move(key.text), key.position, std::move(value)});
  }

  const std::string& name_;
  const SourceText& source_;
  const JsonEscapes& escapes_;
  YamlStream& stream_;
  std::vector<Frame> frames_;
  std::optional<Node> root_;
  std::size_t node_count_ = 0;
  bool has_stray_text_ = false;
  SourcePosition last_quoted_;
  // Lists and maps open below the greatest depth; nothing in them is kept.
  std::size_t ignored_depth_ = 0;
};

// Runs the parser, and turns what it throws into a refusal. Returns false then.
bool Parse(const std::string& name, const SourceText& source, YamlStream& stream) {
  const JsonEscapes escapes(source.text());
  NodeBuilder builder(name, source, escapes, stream);
  SourcePosition position{1, 1};
  SyntaxFault fault;
  bool is_whole = false;
  try {
    std::istringstream input(escapes.text());
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(builder) && !builder.has_stray_text()) {
    }
    if (builder.has_stray_text()) return false;
    is_whole = true;
  } catch (const YAML::Exception& error) {
    std::size_t byte = 0;
    if (!error.mark.is_null()) {
      position.line = static_cast<std::uint32_t>(error.mark.line) + 1;
      byte = static_cast<std::size_t>(error.mark.column);
    }
    const std::optional<SourcePosition> bracket =
        IsUnclosed(error.msg) ? builder.OpenBracket() : std::nullopt;
    if (bracket && bracket->line < position.line) {
      // What the parser stumbles over is below, or the end of the file.
      position = *bracket;
      const char open = source.text()[source.OffsetOf(*bracket)];
      fault.message = fmt::format("this `{}` is not closed", open);
      fault.hint = fmt::format("close it with `{}`", open == '{' ? '}' : ']');
    } else {
      fault = ExplainSyntax(source, position.line, byte, error.msg);
      position = source.PositionInLine(position.line, fault.byte);
    }
  } catch (const std::exception& error) {
    fault.message = error.what();
  }
  // At the end of the file the parser closes an open quotation mark by itself, and may then
  // complain of something else.
  if (!IsQuoteClosed(source, builder.last_quoted())) {
    position = builder.last_quoted();
    fault = {"the quotation mark is never closed", "close it", 0};
  } else if (is_whole) {
    return true;
  }
  stream.refusals.push_back({name, position, "syntax", fault.message, fault.hint});
  return false;
}

}  // namespace

YamlStream ParseYaml(const std::string& name, const SourceText& source) {
  YamlStream stream;
  for (SourceText::BadCharacter& bad : source.BadCharacters()) {
    stream.refusals.push_back(
        {name, bad.position, "encoding", std::move(bad.message),
         bad.is_encoding ? "save it as UTF-8" : "take it away; a report file is plain text"});
  }
  if (!stream.refusals.empty()) return stream;
  if (std::optional<Node> json = ReadPlainJson(source)) {
    stream.documents.push_back(*std::move(json));
    return stream;
  }
  if (!Parse(name, source, stream)) stream.documents.clear();
  return stream;
}

}  // namespace muster
