// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "tools/table/table_map.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/yaml_draft.h"
#include "tools/table/row_mapper.h"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// "{a: 1, b: [2, 3]}", for comparisons.
std::string Text(const Node& node) {
  if (node.kind == Node::Kind::kScalar) return node.text;
  std::vector<std::string> parts;
  for (const Node& item : node.items) parts.push_back(Text(item));
  for (const Node::Entry& entry : node.entries)
    parts.push_back(entry.key + ": " + Text(entry.value));
  return node.kind == Node::Kind::kList ? fmt::format("[{}]", fmt::join(parts, ", "))
                                        : fmt::format("{{{}}}", fmt::join(parts, ", "));
}

struct Mapped {
  std::vector<std::string> events;  // those of groups last
  std::vector<std::string> problems;
};

// What a map of these values makes of rows, with `event: {statement: {text: "{v}"}}` unless `rows`
// says otherwise.
Mapped MapRows(const std::string& values, const std::vector<std::string>& header,
               const std::vector<std::vector<std::string>>& cells, std::string rows = {}) {
  if (rows.empty()) rows = "- event: {statement: {text: \"<{v}>\"}}";
  const Node node = NodeFromYaml("report: {source: S}\nvalues:\n  " + values + "\nrows:\n" + rows);
  Refusals refusals;
  const TableMap map = MakeTableMap("m.yaml", node, header, refusals);
  Mapped mapped;
  for (const Refusal& refusal : refusals) mapped.problems.push_back(refusal.message);
  if (!refusals.empty()) return mapped;
  RowMapper mapper(map, "t.csv");
  std::vector<MappedEvent> events;
  std::vector<TableRow> table;
  for (const std::vector<std::string>& row : cells) {
    TableRow& made = table.emplace_back();
    made.line = static_cast<std::uint32_t>(table.size() + 1);
    made.begin = made.line * 100;
    made.end = made.begin + 50;
    made.cells = row;
    mapper.Map(made, events, refusals);
  }
  for (const RowGroup& group : mapper.groups()) {
    std::vector<TableRow> own;
    for (const RowPlace& place : group.rows) own.push_back(table[place.line - 2]);
    if (auto event = mapper.MapGroup(group, own, refusals)) events.push_back(*std::move(event));
  }
  for (const MappedEvent& event : events) mapped.events.push_back(Text(event.event));
  for (const Refusal& refusal : refusals) {
    mapped.problems.push_back(fmt::format("{}: {}", refusal.position.line, refusal.message));
  }
  return mapped;
}

// The texts that one value takes for cells of one column, "-" if nothing is said.
std::vector<std::string> ValuesOf(const std::string& rule, const std::vector<std::string>& cells) {
  std::vector<std::string> texts;
  for (const std::string& cell : cells) {
    const Mapped mapped =
        MapRows("v: " + rule, {"c"}, {{cell}}, "- event: {statement: {text: \"{v}\", role: x}}");
    if (!mapped.problems.empty()) {
      texts.push_back("! " + mapped.problems.front());
      continue;
    }
    const std::string& event = mapped.events.front();
    const std::size_t at = event.find("text: ");
    texts.push_back(at == event.npos ? "-" : event.substr(at + 6, event.find(", role") - at - 6));
  }
  return texts;
}

TEST(ValueRuleTest, NumbersAsPeoplePrintThem) {
  EXPECT_THAT(ValuesOf("{from: \"{c}\", number: true}",
                       {"217", "50,700", "41 700", "56, 420", "007", "250.0", "0"}),
              ElementsAre("217", "50700", "41700", "56420", "7", "250", "0"));
  EXPECT_THAT(ValuesOf("{from: \"{c}\", number: true, thousands: \".\"}", {"41.500", "41,500"}),
              ElementsAre("41500", "! 2: '41,500' is not a number"));
  EXPECT_THAT(ValuesOf("{from: \"{c}\", number: true}",
                       {"41.500", "1,00", "12,3456", ",500", "-3", "many"}),
              ElementsAre("! 2: '41.500' is not a number", "! 2: '1,00' is not a number",
                          "! 2: '12,3456' is not a number", "! 2: ',500' is not a number",
                          "! 2: '-3' is not a number", "! 2: 'many' is not a number"));
}

TEST(ValueRuleTest, WordsThatSayNothingAndWordsForUnknown) {
  EXPECT_THAT(
      ValuesOf("{from: \"{c}\", number: true, missing: [NA], unknown: [unknown, some], write: "
               "\"about {}\"}",
               {"", "NA", "unknown", "some", "650"}),
      ElementsAre("-", "-", "unknown", "unknown", "about 650"));
}

TEST(ValueRuleTest, CountriesByTheirNamesAndCodes) {
  EXPECT_THAT(ValuesOf("{from: \"{c}\", country: true, words: {UK: GBR}}",
                       {"Haiti", "cambodia", "KEN", "de", "UK", "Atlantis"}),
              ElementsAre("HTI", "KHM", "KEN", "DEU", "GBR",
                          "! 2: 'Atlantis' is not the name of a country"));
}

TEST(ValueRuleTest, DatesOfPartsWithThePrecisionThatIsThere) {
  const std::string rule = "{date: {year: \"{y}\", month: \"{m}\", day: \"{d}\"}, missing: [NA]}";
  const Mapped mapped = MapRows("v: " + rule, {"y", "m", "d"},
                                {{"2010", "8", "3"},
                                 {"2010", "August", "NA"},
                                 {"2010", "", ""},
                                 {"2010", "13", ""},
                                 {"10", "", ""}});
  EXPECT_THAT(mapped.events,
              ElementsAre("{statement: {text: <2010-08-03>}}", "{statement: {text: <2010-08>}}",
                          "{statement: {text: <2010>}}"));
  EXPECT_THAT(mapped.problems, ElementsAre("5: '13' is not a month", "6: '10' is not a year"));
}

TEST(ValueRuleTest, DatesInAForm) {
  EXPECT_THAT(ValuesOf("{date: {text: \"{c}\", form: \"%d/%m/%Y\"}}", {"03/08/2010", "2010-08-03"}),
              ElementsAre("2010-08-03", "! 2: '2010-08-03' is not a date of the form %d/%m/%Y"));
  EXPECT_THAT(ValuesOf("{date: {text: \"{c}\", form: \"%B %Y\"}}", {"September 2008"}),
              ElementsAre("2008-09"));
  EXPECT_THAT(
      ValuesOf("{date: {text: \"{c}\", form: \"%B %Y\", last_day: true}}", {"February 2012"}),
      ElementsAre("2012-02-29"));
  EXPECT_THAT(ValuesOf("{date: {year: \"{c}\", years: -1}}", {"2010"}), ElementsAre("2009"));
}

TEST(ValueRuleTest, AWordMeansWhatItMeantThen) {
  const Mapped mapped = MapRows(
      "day: {from: \"{d}\"}\n  v: {from: \"{c}\", on: day, words: [{is: Serbia, means: SCG, "
      "until: 2006-06-02}, {is: Serbia, means: SRB, from: 2006-06-03}]}",
      {"c", "d"},
      {{"Serbia", "2005-01"}, {"Serbia", "2010-01-31"}, {"Serbia", ""}, {"Kenya", "2010"}});
  EXPECT_THAT(mapped.events, ElementsAre("{statement: {text: <SCG>}}", "{statement: {text: <SRB>}}",
                                         "{statement: {text: <Kenya>}}"));
  EXPECT_THAT(mapped.problems, ElementsAre("4: 'Serbia' has no meaning where no day is said"));
}

TEST(ValueRuleTest, OnlyWordsSlugsReplacementsAndAlternatives) {
  EXPECT_THAT(ValuesOf("{from: \"{c}\", only_words: true, words: {a: x}}", {"a", "b"}),
              ElementsAre("x", "! 2: 'b' is none of the words of 'v'"));
  EXPECT_THAT(ValuesOf("{from: \"{c}\", slug: true}", {"Formed Police Units", "a--b/c!"}),
              ElementsAre("formed-police-units", "a-b-c"));
  EXPECT_THAT(ValuesOf("{from: \"{c}\", replace: {\"/\": \"-\"}}", {"Kala/Balge"}),
              ElementsAre("Kala-Balge"));
  const Mapped mapped = MapRows("v: {from: [\"{a}\", \"{b}\"], missing: [NA]}", {"a", "b"},
                                {{"1", "2"}, {"NA", "2"}, {"", "3"}});
  EXPECT_THAT(mapped.events, ElementsAre("{statement: {text: <1>}}", "{statement: {text: <2>}}",
                                         "{statement: {text: <3>}}"));
}

TEST(ValueRuleTest, AValueThatIsCalledLikeAColumnIsMadeOfIt) {
  EXPECT_THAT(MapRows("v: {from: \"{v}!\"}", {"v"}, {{"x"}}).events,
              ElementsAre("{statement: {text: <x!>}}"));
}

TEST(ValueRuleTest, AValueThatIsMadeOfItselfIsRefused) {
  const Mapped mapped = MapRows("v: {from: \"{w}\"}\n  w: {from: \"{v}\"}", {"c"}, {{"x"}});
  EXPECT_THAT(mapped.problems, ElementsAre(HasSubstr("is made of itself")));
}

TEST(RowMapperTest, WhatIsNotSaidIsLeftOut) {
  const std::string rows =
      "- event: {arrival: {contingent: \"{k}-1\", place: \"{p}\", strength: \"{n}\", of_which: "
      "{women: \"{w}\"}, on: 2024}}";
  const Mapped mapped =
      MapRows("v: {from: x}", {"k", "p", "n", "w"},
              {{"KEN", "HTI", "5", "2"}, {"KEN", "", "5", ""}, {"", "", "5", ""}}, rows);
  EXPECT_THAT(
      mapped.events,
      ElementsAre("{arrival: {contingent: KEN-1, place: HTI, strength: 5, of_which: {women: "
                  "2}, on: 2024}}",
                  "{arrival: {contingent: KEN-1, strength: 5, on: 2024}}"));
  EXPECT_THAT(mapped.problems, ElementsAre("4: a cell is empty that a text of the map needs"));
}

TEST(RowMapperTest, ConditionsDecideWhichRulesARowIsFor) {
  const std::string rows =
      "- when: {k: [a, b]}\n  event: {statement: {text: one}}\n"
      "- unless: {k: \"\"}\n  when: {n: \"1\"}\n  event: {statement: {text: two}}";
  EXPECT_THAT(
      MapRows("v: {from: x}", {"k", "n"}, {{"a", "1"}, {"b", "2"}, {"c", "1"}, {"", "1"}}, rows)
          .events,
      ElementsAre("{statement: {text: one}}", "{statement: {text: two}}",
                  "{statement: {text: one}}", "{statement: {text: two}}"));
}

TEST(RowMapperTest, WideColumnsAreUnrolled) {
  const std::string rows =
      "- each: {n: 1..3}\n  unless: {\"who_{n}\": \"\"}\n  event: {statement: {text: \"{who_{n}} "
      "{v_{n}}\"}}";
  EXPECT_THAT(MapRows("\"v_{n}\": {each: {n: 1..3}, from: \"{who_{n}}!\"}",
                      {"who_1", "who_2", "who_3"}, {{"a", "", "c"}}, rows)
                  .events,
              ElementsAre("{statement: {text: a a!}}", "{statement: {text: c c!}}"));
}

TEST(RowMapperTest, RowsOfAGroupAreLinesOfOneEventWhereverTheyStand) {
  const std::string rows =
      "- group: [\"{m}\"]\n  event: {muster: {scope: {mission: \"{m}\"}, complete: true}}\n  "
      "lines: "
      "[{scope: {contributor: \"{c}\"}, strength: \"{n}\"}]";
  EXPECT_THAT(
      MapRows("v: {from: x}", {"m", "c", "n"},
              {{"A", "KEN", "1"}, {"B", "KEN", "2"}, {"A", "JAM", "3"}, {"A", "BLZ", ""}}, rows)
          .events,
      ElementsAre("{muster: {scope: {mission: A}, complete: true, lines: [{scope: "
                  "{contributor: KEN}, strength: 1}, {scope: {contributor: JAM}, strength: 3}]}}",
                  "{muster: {scope: {mission: B}, complete: true, lines: [{scope: "
                  "{contributor: KEN}, strength: 2}]}}"));
}

TEST(RowMapperTest, ALineKeepsWhatItHasIfAPartOfItIsNotSaid) {
  const std::string rows =
      "- group: [\"{m}\"]\n  event: {muster: {scope: {mission: \"{m}\"}}}\n  lines: [{scope: "
      "{contributor: \"{c}\"}, strength: \"{n}\", of_which: {women: \"{w}\"}}]";
  EXPECT_THAT(
      MapRows("v: {from: x}", {"m", "c", "n", "w"}, {{"A", "KEN", "1", ""}}, rows).events,
      ElementsAre("{muster: {scope: {mission: A}, lines: [{scope: {contributor: KEN}, strength: "
                  "1}]}}"));
}

TEST(RowMapperTest, AScopeNeverBecomesWiderBecauseACellIsEmpty) {
  const std::string rows =
      "- event: {claim: {scope: {mission: M, place: \"{p}\"}, strength: \"{n}\"}}\n"
      "- group: [x]\n  event: {muster: {scope: {mission: M}}}\n  lines: [{scope: {contributor: "
      "\"{p}\"}, strength: \"{n}\"}]";
  const Mapped mapped = MapRows("v: {from: x}", {"p", "n"}, {{"", "1"}}, rows);
  EXPECT_THAT(mapped.events, IsEmpty());
  EXPECT_THAT(mapped.problems, ElementsAre(HasSubstr("'place' of a scope")));
}

TEST(RowMapperTest, ARegistrationWithoutAnIdIsNotNeeded) {
  Refusals refusals;
  const std::vector<std::string> header = {"p"};
  const Node node = NodeFromYaml(
      "report: {source: S}\nregister: [{place: {id: \"{p}\"}}]\nrows: [{event: {statement: {text: "
      "x}}}]");
  const TableMap map = MakeTableMap("m.yaml", node, header, refusals);
  RowMapper mapper(map, "t.csv");
  std::vector<MappedEvent> events;
  TableRow row;
  for (const std::string cell : {"A", ""}) {
    row.cells = {cell};
    mapper.Map(row, events, refusals);
  }
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_THAT(events[0].registrations, SizeIs(1));
  EXPECT_THAT(events[1].registrations, IsEmpty());
}

TEST(RowMapperTest, ALongerRowThanTheHeaderIsRefusedAndAShorterOneLacksCells) {
  const Mapped mapped = MapRows("v: {from: \"{b}\"}", {"a", "b"}, {{"1", "2", "3"}, {"1"}},
                                "- event: {statement: {text: \"{v}\", role: x}}");
  EXPECT_THAT(mapped.events, ElementsAre("{statement: {role: x}}"));
  EXPECT_THAT(mapped.problems, ElementsAre("2: the row has 3 cells, and the header 2"));
}

TEST(TableMapTest, AllThatIsWrongIsToldAtOnceWithTheNearestColumn) {
  const Node node = NodeFromYaml(
      "report: {source: S, title: \"{Mision}\"}\n"
      "values:\n"
      "  a: {from: \"{Countri}\", colour: red}\n"
      "  b: {date: {year: \"{Year}\"}, write: about}\n"
      "rows:\n"
      "- event: {statement: {text: \"{Year\"}}\n"
      "  group: [\"{Year}\"]\n");
  Refusals refusals;
  const std::vector<std::string> header = {"Mission", "Country", "Year"};
  MakeTableMap("m.yaml", node, header, refusals);
  std::vector<std::string> told;
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(refusal.file, "m.yaml");
    EXPECT_GT(refusal.position.line, 0u);
    told.push_back(refusal.rule + " " + refusal.hint);
  }
  EXPECT_THAT(told,
              testing::IsSupersetOf(
                  {testing::HasSubstr("did you mean 'Mission'?"),
                   testing::HasSubstr("did you mean 'Country'?"), testing::HasSubstr("unknown-key"),
                   testing::HasSubstr("about {}"), testing::HasSubstr("missing-key `group`")}));
}

TEST(TableMapTest, ATableThatIsDividedOtherwiseIsToldHowToSaySo) {
  const Node node = NodeFromYaml(
      "report: {source: S}\n"
      "values: {people: {from: \"{people}\", number: true}}\n"
      "rows: [{event: {statement: {text: \"{people}\"}}}]\n");
  const auto hint = [&](const std::vector<std::string>& header) {
    Refusals refusals;
    MakeTableMap("m.yaml", node, header, refusals);
    return refusals.empty() ? std::string() : refusals[0].hint;
  };
  EXPECT_EQ(hint({"no;people"}),
            "the table's columns: no;people; for semicolons between cells, say `table: "
            "{delimiter: \";\"}`");
  EXPECT_THAT(hint({"no\tpeople"}), testing::HasSubstr("{delimiter: tab}"));
  // The value of that name is no help.
  EXPECT_EQ(hint({"no", "persons"}), "the table's columns: no, persons");
}

TEST(TableMapTest, AColumnThatTheTableHasTwiceIsRefusedWhereItIsNamed) {
  const auto refused = [](std::string_view map) {
    Refusals refusals;
    const std::vector<std::string> header = {"a", "b", "b", "", ""};
    MakeTableMap("m.yaml", NodeFromYaml(std::string(map)), header, refusals);
    std::vector<std::string> rules;
    for (const Refusal& refusal : refusals) rules.push_back(refusal.rule);
    return rules;
  };
  EXPECT_THAT(refused("report: {source: S}\nrows: [{event: {statement: {text: \"{a}\"}}}]"),
              IsEmpty());
  EXPECT_THAT(refused("report: {source: S}\nrows: [{event: {statement: {text: \"{b}\"}}}]"),
              ElementsAre("column-twice"));
  EXPECT_THAT(refused("report: {source: S}\nrows: [{when: {b: x}, event: {statement: {text: x}}}]"),
              ElementsAre("column-twice"));
  EXPECT_THAT(refused("report: {source: S}\nvalues: {b: {from: \"{b}\"}}\n"
                      "rows: [{event: {statement: {text: \"{b}\"}}}]"),
              ElementsAre("column-twice"));
}

TEST(TableMapTest, AColumnMayHaveOtherNamesInOtherEditions) {
  const Node node = NodeFromYaml(
      "columns: {m: [mission, Mission]}\nreport: {source: S}\nrows: [{event: {statement: {text: "
      "\"{m}\"}}}]");
  for (const std::string name : {"mission", "Mission"}) {
    Refusals refusals;
    const std::vector<std::string> header = {name};
    MakeTableMap("m.yaml", node, header, refusals);
    EXPECT_THAT(refusals, IsEmpty());
  }
  Refusals refusals;
  const std::vector<std::string> header = {"place"};
  MakeTableMap("m.yaml", node, header, refusals);
  EXPECT_THAT(refusals, SizeIs(1));
}

}  // namespace
}  // namespace muster
