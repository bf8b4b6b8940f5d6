// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_map.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "ledger/excerpt.h"
#include "ledger/field_reader.h"
#include "ledger/refusal_sink.h"
#include "ledger/spelling.h"

namespace muster {
namespace {

constexpr std::array<std::string_view, 8> kMapKeys = {"table",  "columns", "values",   "key",
                                                      "report", "reports", "register", "rows"};
constexpr std::array<std::string_view, 2> kReportsKeys = {"by", "report"};
constexpr std::array<std::string_view, 1> kTableKeys = {"delimiter"};
constexpr std::array<std::string_view, 14> kValueKeys = {
    "from",  "date",       "number", "country",   "replace", "missing", "unknown",
    "words", "only_words", "on",     "thousands", "write",   "each",    "slug"};
constexpr std::array<std::string_view, 7> kDateKeys = {"year", "month", "day",     "text",
                                                       "form", "years", "last_day"};
constexpr std::array<std::string_view, 4> kWordKeys = {"is", "means", "from", "until"};
constexpr std::array<std::string_view, 6> kRowKeys = {"when",  "unless", "each",
                                                      "group", "lines",  "event"};
constexpr std::size_t kEachMax = 1000;

// The words that `{n}` stands for.
struct Each {
  std::string name;
  std::vector<std::string> words;
};

void Replace(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// A copy of the node in which every `{n}` is the word.
Node Unrolled(const Node& node, const std::string& name, const std::string& word) {
  Node result = node;
  const std::string reference = "{" + name + "}";
  Replace(result.text, reference, word);
  for (Node& item : result.items) item = Unrolled(item, name, word);
  for (Node::Entry& entry : result.entries) {
    Replace(entry.key, reference, word);
    entry.value = Unrolled(entry.value, name, word);
  }
  return result;
}

class MapReader {
 public:
  MapReader(const std::string& file, std::span<const std::string> header, Refusals& refusals)
      : header_(header), sink_(file, refusals) {}

  TableMap Read(const Node& map) {
    FieldReader fields(sink_, map,
                       {.subject = "the map", .position = map.position, .keys = kMapKeys});
    if (map.kind != Node::Kind::kMap) return {};
    result_.columns = header_.size();
    ReadTable(fields);
    if (const Node* columns = fields.Value("columns", Need::kOptional, Node::Kind::kMap)) {
      ReadColumns(*columns);
    }
    const Node* values = fields.Value("values", Need::kOptional, Node::Kind::kMap);
    if (values != nullptr) NameValues(*values);
    for (const auto& [name, node] : value_nodes_) result_.values.push_back(ReadValue(name, node));
    if (const Node* report = fields.Value("report", Need::kRequired, Node::Kind::kMap)) {
      result_.report = Template(*report);
    }
    if (const Node* reports = fields.Value("reports", Need::kOptional, Node::Kind::kMap)) {
      ReadReports(*reports);
    }
    if (const Node* key = map.Find("key")) result_.key = Templates(*key);
    if (const Node* list = fields.List("register", Need::kOptional)) {
      for (const Node& item : list->items) result_.registrations.push_back(Template(item));
    }
    if (const Node* list = fields.List("rows", Need::kRequired)) {
      for (const Node& item : list->items) ReadRows(item);
    }
    fields.Finish();
    return std::move(result_);
  }

 private:
  void ReadTable(FieldReader& fields) {
    const Node* table = fields.Value("table", Need::kOptional, Node::Kind::kMap);
    if (table == nullptr) return;
    FieldReader form(sink_, *table,
                     {.subject = "table", .position = table->position, .keys = kTableKeys});
    std::string delimiter;
    if (form.Name("delimiter", Need::kOptional, &delimiter) && delimiter.size() != 1 &&
        delimiter != "tab") {
      form.Refuse("delimiter", "bad-value", fmt::format("'{}' is not one sign", Excerpt(delimiter)),
                  "write \",\", \";\" or tab");
    }
    form.Finish();
  }

  // Other names that a column has in other editions of the table.
  void ReadColumns(const Node& columns) {
    for (const Node::Entry& entry : columns.entries) {
      std::optional<std::size_t> found;
      const auto look = [&](const Node& name) {
        const auto column = std::find(header_.begin(), header_.end(), name.text);
        if (!found && column != header_.end()) {
          found = static_cast<std::size_t>(column - header_.begin());
        }
      };
      if (entry.value.kind == Node::Kind::kScalar) look(entry.value);
      for (const Node& name : entry.value.items) look(name);
      // One that is in no edition is refused where it is used.
      if (found) names_[entry.key] = *found;
    }
  }

  void NameValues(const Node& values) {
    for (const Node::Entry& entry : values.entries) {
      if (entry.value.kind != Node::Kind::kMap) {
        sink_.Add(entry.value.position, "wrong-type",
                  fmt::format("the value '{}' must be a map", Excerpt(entry.key)),
                  "write `from: \"{column}\"` below it, and what is to be done with it");
        continue;
      }
      for (const auto& [key, node] : UnrolledEntries(entry)) {
        names_[key] = header_.size() + value_nodes_.size();
        value_nodes_.emplace_back(key, node);
      }
    }
  }

  std::vector<std::pair<std::string, Node>> UnrolledEntries(const Node::Entry& entry) {
    std::vector<std::pair<std::string, Node>> unrolled;
    const std::optional<Each> each = ReadEach(entry.value);
    if (!each) {
      unrolled.emplace_back(entry.key, entry.value);
      return unrolled;
    }
    for (const std::string& word : each->words) {
      std::string key = entry.key;
      Replace(key, "{" + each->name + "}", word);
      unrolled.emplace_back(std::move(key), Unrolled(entry.value, each->name, word));
    }
    return unrolled;
  }

  // `each: {n: 1..17}` or `each: {kind: [inf, eng]}`.
  std::optional<Each> ReadEach(const Node& node) {
    const Node* each = node.Find("each");
    if (each == nullptr) return std::nullopt;
    const auto refuse = [&](SourcePosition at) {
      sink_.Add(at, "bad-value", "'each' is not one name with its words",
                "write `each: {n: 1..17}` or `each: {kind: [police, troops]}`");
      return std::nullopt;
    };
    if (each->kind != Node::Kind::kMap || each->entries.size() != 1) return refuse(each->position);
    const Node::Entry& entry = each->entries.front();
    Each result{entry.key, {}};
    if (entry.value.kind == Node::Kind::kList) {
      for (const Node& item : entry.value.items) result.words.push_back(item.text);
      return result;
    }
    const std::string& text = entry.value.text;
    const std::size_t dots = text.find("..");
    int first = 0;
    int last = 0;
    if (dots == text.npos ||
        std::from_chars(text.data(), text.data() + dots, first).ptr != text.data() + dots ||
        std::from_chars(text.data() + dots + 2, text.data() + text.size(), last).ptr !=
            text.data() + text.size() ||
        last < first || static_cast<std::size_t>(last - first) >= kEachMax) {
      return refuse(entry.value.position);
    }
    for (int i = first; i <= last; ++i) result.words.push_back(std::to_string(i));
    return result;
  }

  void RefuseColumn(const std::string& name, SourcePosition at) {
    std::vector<std::string> known(header_.begin(), header_.end());
    for (const auto& [value, slot] : names_) {
      // A value that is made of a column of its own name.
      if (value != name) known.push_back(value);
    }
    const std::optional<std::string> nearest = NearestName(name, known);
    sink_.Add(at, "unknown-column",
              fmt::format("the table has no column, and the map no value, '{}'", Excerpt(name)),
              nearest ? fmt::format("did you mean '{}'?", *nearest)
                      : fmt::format("the table's columns: {}{}", ColumnsText(), DelimiterHint()));
  }

  // Of a table that seems to be divided otherwise.
  std::string_view DelimiterHint() const {
    if (header_.size() != 1) return "";
    if (header_[0].find('\t') != std::string::npos) {
      return "; for tabs between cells, say `table: {delimiter: tab}`";
    }
    if (header_[0].find(';') == std::string::npos) return "";
    return "; for semicolons between cells, say `table: {delimiter: \";\"}`";
  }

  std::string ColumnsText() const {
    constexpr std::size_t kShown = 20;
    std::vector<std::string> shown(
        header_.begin(),
        header_.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, header_.size())));
    std::string text = fmt::format("{}", fmt::join(shown, ", "));
    if (header_.size() > kShown) text += fmt::format(" and {} more", header_.size() - kShown);
    return text;
  }

  std::optional<std::size_t> SlotOf(std::string_view name) const {
    // A value that is called like a column is made of that column.
    const auto found = name == value_being_read_ ? names_.end() : names_.find(name);
    if (found != names_.end()) return found->second;
    const auto column = std::find(header_.begin(), header_.end(), name);
    if (column == header_.end()) return std::nullopt;
    return static_cast<std::size_t>(column - header_.begin());
  }

  // Of two columns of one name, neither is meant rather than the other.
  void RefuseIfTwice(std::string_view name, SourcePosition at) {
    if (name != value_being_read_ && names_.contains(name)) return;
    const auto count = std::count(header_.begin(), header_.end(), name);
    if (count < 2) return;
    sink_.Add(at, "column-twice",
              fmt::format("the table has {} columns '{}'", count, Excerpt(name)),
              "call one of them otherwise in the table's header");
  }

  CellTemplate Text(std::string_view text, SourcePosition at) {
    std::vector<std::string> unknown;
    StatusOr<CellTemplate> parsed = CellTemplate::Parse(
        text,
        [this, at](std::string_view name) {
          RefuseIfTwice(name, at);
          return SlotOf(name);
        },
        unknown);
    if (!parsed.ok()) {
      sink_.Add(at, "bad-value", parsed.status());
      return {};
    }
    for (const std::string& name : unknown) RefuseColumn(name, at);
    return *std::move(parsed);
  }

  NodeTemplate Template(const Node& node) {
    NodeTemplate result;
    result.kind = node.kind;
    if (node.kind == Node::Kind::kScalar) result.text = Text(node.text, node.position);
    for (const Node& item : node.items) result.items.push_back(Template(item));
    for (const Node::Entry& entry : node.entries) {
      result.entries.push_back({entry.key, Template(entry.value)});
    }
    return result;
  }

  std::vector<CellTemplate> Templates(const Node& list) {
    std::vector<CellTemplate> result;
    if (list.kind == Node::Kind::kScalar) result.push_back(Text(list.text, list.position));
    for (const Node& item : list.items) result.push_back(Text(item.text, item.position));
    return result;
  }

  // A scalar, or a list of them.
  static std::vector<std::string> Words(const Node& node) {
    std::vector<std::string> words;
    if (node.kind == Node::Kind::kScalar) words.push_back(node.text);
    if (node.kind == Node::Kind::kNull) words.emplace_back();
    for (const Node& item : node.items) words.push_back(item.text);
    return words;
  }

  ValueRule ReadValue(const std::string& name, const Node& node) {
    ValueRule rule;
    rule.name = name;
    value_being_read_ = name;
    FieldReader fields(sink_, node,
                       {.subject = "a value", .position = node.position, .keys = kValueKeys});
    const Node* from = node.Find("from");
    const Node* date = node.Find("date");
    if ((from == nullptr) == (date == nullptr)) {
      sink_.Add(node.position, "missing-key",
                fmt::format("the value '{}' needs one of `from` and `date`", Excerpt(name)),
                "write `from: \"{column}\"`, or the parts of a date");
    }
    if (from != nullptr) rule.from = Templates(*from);
    if (date != nullptr) rule.date = ReadDate(*date);
    bool flag = false;
    if (fields.Flag("number", Need::kOptional, &flag) && flag) rule.kind = ValueRule::Kind::kNumber;
    if (fields.Flag("country", Need::kOptional, &flag) && flag) {
      rule.kind = ValueRule::Kind::kCountry;
    }
    if (fields.Flag("slug", Need::kOptional, &flag)) rule.slug = flag;
    if (fields.Flag("only_words", Need::kOptional, &flag)) rule.only_words = flag;
    if (const Node* replace = fields.Value("replace", Need::kOptional, Node::Kind::kMap)) {
      for (const Node::Entry& entry : replace->entries) {
        if (!entry.key.empty()) rule.replace.emplace_back(entry.key, entry.value.text);
      }
    }
    if (const Node* words = node.Find("missing")) {
      for (std::string& word : Words(*words)) rule.missing.insert(std::move(word));
    }
    if (const Node* words = node.Find("unknown")) {
      for (std::string& word : Words(*words)) rule.unknown.insert(std::move(word));
    }
    if (const Node* words = node.Find("words")) ReadWords(*words, rule);
    if (const Node* on = node.Find("on")) {
      rule.on = SlotOf(on->text);
      if (!rule.on) RefuseColumn(on->text, on->position);
    }
    rule.thousands = ", ";
    if (const Node* thousands = node.Find("thousands")) rule.thousands = thousands->text;
    if (const Node* write = node.Find("write")) {
      rule.write = write->text;
      if (rule.write.find("{}") == rule.write.npos) {
        sink_.Add(write->position, "bad-value", "'write' has no {} for the value to stand in",
                  "write it as in \"about {}\"");
        rule.write.clear();
      }
    }
    fields.Finish();
    value_being_read_.clear();
    return rule;
  }

  DateRule ReadDate(const Node& node) {
    DateRule rule;
    FieldReader fields(sink_, node,
                       {.subject = "a date", .position = node.position, .keys = kDateKeys});
    const Node* text = node.Find("text");
    const Node* year = node.Find("year");
    const Node* form = node.Find("form");
    if ((text == nullptr) == (year == nullptr) || (text == nullptr) != (form == nullptr)) {
      sink_.Add(node.position, "missing-key", "a date is made of parts, or of a text in a form",
                "write `{year: ..., month: ..., day: ...}`, or `{text: ..., form: \"%d/%m/%Y\"}`");
    }
    if (text != nullptr) rule.text = Text(text->text, text->position);
    if (form != nullptr) rule.format = form->text;
    if (year != nullptr) rule.year = Text(year->text, year->position);
    if (const Node* month = node.Find("month")) rule.month = Text(month->text, month->position);
    if (const Node* day = node.Find("day")) rule.day = Text(day->text, day->position);
    fields.Flag("last_day", Need::kOptional, &rule.last_day);
    if (const Node* years = node.Find("years")) {
      const char* const end = years->text.data() + years->text.size();
      if (std::from_chars(years->text.data(), end, rule.years).ptr != end) {
        sink_.Add(years->position, "bad-value", "'years' is not a number of years to add",
                  "write it as in -1");
      }
    }
    fields.Finish();
    return rule;
  }

  // `{UK: GBR}`, or a list of `{is: Serbia, means: SCG, until: 2006-06-02}`.
  void ReadWords(const Node& node, ValueRule& rule) {
    for (const Node::Entry& entry : node.entries) {
      rule.words[entry.key].push_back({entry.value.text, {}, {}});
    }
    for (const Node& item : node.items) {
      FieldReader fields(sink_, item,
                         {.subject = "a word", .position = item.position, .keys = kWordKeys});
      std::string word;
      WordRule meaning;
      if (fields.Text("is", Need::kRequired, &word) &&
          fields.Text("means", Need::kRequired, &meaning.meaning)) {
        fields.Text("from", Need::kOptional, &meaning.from);
        fields.Text("until", Need::kOptional, &meaning.until);
        rule.words[word].push_back(std::move(meaning));
      }
      fields.Finish();
    }
  }

  void ReadReports(const Node& node) {
    FieldReader fields(sink_, node,
                       {.subject = "reports", .position = node.position, .keys = kReportsKeys});
    if (const Node* by = node.Find("by")) {
      result_.reports_by = Templates(*by);
    } else {
      sink_.Add(node.position, "missing-key", "'reports' lacks the key 'by'",
                "name the columns that tell the field reports of the table apart");
    }
    if (const Node* report = fields.Value("report", Need::kOptional, Node::Kind::kMap)) {
      result_.reports = Template(*report);
    }
    fields.Finish();
  }

  void ReadRows(const Node& node) {
    if (node.kind == Node::Kind::kMap) {
      if (const std::optional<Each> each = ReadEach(node)) {
        for (const std::string& word : each->words) ReadRule(Unrolled(node, each->name, word));
        return;
      }
    }
    ReadRule(node);
  }

  void ReadRule(const Node& node) {
    RowRule rule;
    FieldReader fields(sink_, node,
                       {.subject = "a rule for rows", .position = node.position, .keys = kRowKeys});
    if (node.kind != Node::Kind::kMap) return;
    for (const bool equal : {true, false}) {
      const Node* conditions =
          fields.Value(equal ? "when" : "unless", Need::kOptional, Node::Kind::kMap);
      if (conditions == nullptr) continue;
      for (const Node::Entry& entry : conditions->entries) {
        RefuseIfTwice(entry.key, entry.key_position);
        const std::optional<std::size_t> slot = SlotOf(entry.key);
        if (!slot) {
          RefuseColumn(entry.key, entry.key_position);
          continue;
        }
        rule.conditions.push_back({*slot, Words(entry.value), equal});
      }
    }
    if (const Node* group = node.Find("group")) rule.group = Templates(*group);
    if (const Node* lines = fields.List("lines", Need::kOptional)) {
      for (const Node& line : lines->items) {
        if (const std::optional<Each> each = ReadEach(line)) {
          Node own = line;
          std::erase_if(own.entries, [](const Node::Entry& entry) { return entry.key == "each"; });
          for (const std::string& word : each->words) {
            rule.lines.push_back(Template(Unrolled(own, each->name, word)));
          }
        } else {
          rule.lines.push_back(Template(line));
        }
      }
    }
    if (rule.group.empty() != rule.lines.empty()) {
      sink_.Add(
          node.position, "missing-key", "'group' and 'lines' belong together",
          "`group` names what the rows of one event have in common, `lines` what each adds to "
          "its lines");
    }
    if (const Node* event = fields.Value("event", Need::kRequired, Node::Kind::kMap)) {
      rule.event = Template(*event);
    }
    fields.Finish();
    result_.rows.push_back(std::move(rule));
  }

  const std::span<const std::string> header_;
  RefusalSink sink_;
  std::map<std::string, std::size_t, std::less<>> names_;
  std::vector<std::pair<std::string, Node>> value_nodes_;
  std::string value_being_read_;
  TableMap result_;
};

}  // namespace

TableForm ReadTableForm(const Node& map) {
  TableForm form;
  const Node* table = map.Find("table");
  const Node* delimiter = table != nullptr ? table->Find("delimiter") : nullptr;
  if (delimiter == nullptr) return form;
  if (delimiter->text == "tab") form.delimiter = '\t';
  if (delimiter->text.size() == 1) form.delimiter = delimiter->text.front();
  return form;
}

TableMap MakeTableMap(const std::string& file, const Node& map, std::span<const std::string> header,
                      Refusals& refusals) {
  return MapReader(file, header, refusals).Read(map);
}

}  // namespace muster
