// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "projections/state_codec.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "projections/byte_codec.h"

namespace muster {
namespace {

// One of an enumeration whose greatest value is `last`.
template <typename Enum>
Enum ReadUpTo(Enum last, ByteReader& in) {
  const std::uint8_t value = in.U8();
  if (value <= static_cast<std::uint8_t>(last)) return static_cast<Enum>(value);
  in.Fail();
  return last;
}

void Write(const Amount& amount, ByteWriter& out) {
  out.U32(amount.least);
  out.U32(amount.best);
  out.U32(amount.most);
}

Amount ReadAmount(ByteReader& in) {
  Amount amount;
  amount.least = in.U32();
  amount.best = in.U32();
  amount.most = in.U32();
  return amount;
}

void Write(const ScopeConditions& scope, ByteWriter& out) {
  for (const std::vector<NameId>& values : scope.values) {
    out.U32(static_cast<std::uint32_t>(values.size()));
    for (const NameId value : values) out.U32(value);
  }
}

ScopeConditions ReadConditions(ByteReader& in) {
  ScopeConditions scope;
  for (std::vector<NameId>& values : scope.values) {
    values.resize(in.Count());
    for (NameId& value : values) value = in.U32();
  }
  return scope;
}

void Write(const Reach& reach, ByteWriter& out) {
  Write(reach.scope, out);
  out.U32(static_cast<std::uint32_t>(reach.except.size()));
  for (const ScopeConditions& line : reach.except) Write(line, out);
  out.U8(reach.apart);
  out.U32(reach.own_post.value_or(kAbroad));
}

Reach ReadReach(ByteReader& in) {
  Reach reach;
  reach.scope = ReadConditions(in);
  reach.except.resize(in.Count());
  for (ScopeConditions& line : reach.except) line = ReadConditions(in);
  reach.apart = in.U8() != 0;
  const NamedPostId own_post = in.U32();
  if (own_post != kAbroad) reach.own_post = own_post;
  return reach;
}

void Write(const Span& known, ByteWriter& out) {
  out.U32(known.from);
  out.U32(known.until);
}

Span ReadSpan(ByteReader& in) {
  const FactPosition from = in.U32();
  return {from, in.U32()};
}

void Write(const Circumstances& circumstances, ByteWriter& out) {
  out.U8(circumstances.reason);
  out.U8(circumstances.cause);
}

Circumstances ReadCircumstances(ByteReader& in) {
  const std::uint8_t reason = in.U8();
  return {reason, in.U8()};
}

void Write(const MovementRow& row, ByteWriter& out) {
  out.U32(row.root);
  out.I32(row.date.earliest);
  out.I32(row.date.best);
  out.I32(row.date.latest);
  out.U32(row.from);
  out.U32(row.to);
  Write(row.amount, out);
  out.U8(static_cast<std::uint8_t>(row.kind));
  out.U8(row.leg);
  WriteParts(row.parts, out);
  Write(row.circumstances, out);
}

MovementRow ReadMovement(ByteReader& in) {
  MovementRow row;
  row.root = in.U32();
  row.date.earliest = in.I32();
  row.date.best = in.I32();
  row.date.latest = in.I32();
  row.from = in.U32();
  row.to = in.U32();
  row.amount = ReadAmount(in);
  row.kind = ReadUpTo(MovementKind::kTransfer, in);
  row.leg = ReadUpTo(MovementRow::kBack, in);
  row.parts = ReadParts(in);
  row.circumstances = ReadCircumstances(in);
  return row;
}

void Write(const SettingRow& row, ByteWriter& out) {
  out.U32(row.root);
  out.I32(row.day);
  out.U32(row.written);
  out.U32(row.reach);
  Write(row.amount, out);
  out.U8(row.best_stated);
  out.U8(row.departs);
  WriteParts(row.parts, out);
  Write(row.circumstances, out);
}

SettingRow ReadSetting(ByteReader& in) {
  SettingRow row;
  row.root = in.U32();
  row.day = in.I32();
  row.written = in.U32();
  row.reach = in.U32();
  row.amount = ReadAmount(in);
  row.best_stated = in.U8() != 0;
  row.departs = in.U8() != 0;
  row.parts = ReadParts(in);
  row.circumstances = ReadCircumstances(in);
  return row;
}

void Write(const StatementRow& row, ByteWriter& out) {
  out.U32(row.root);
  out.U8(static_cast<std::uint8_t>(row.kind));
  out.Text(row.reading);
}

StatementRow ReadStatement(ByteReader& in) {
  StatementRow row;
  row.root = in.U32();
  row.kind = ReadUpTo(StatementKind::kStatement, in);
  row.reading = in.Text();
  return row;
}

void Write(const RegistrationChange& change, ByteWriter& out) {
  out.U64(change.at.value);
  out.U64(change.root.value);
  out.U8(change.reading.has_value());
  out.Text(change.reading.value_or(""));
}

RegistrationChange ReadRegistration(ByteReader& in) {
  RegistrationChange change;
  change.at = Position{in.U64()};
  change.root = Position{in.U64()};
  const bool reads = in.U8() != 0;
  std::string reading(in.Text());
  if (reads) change.reading = std::move(reading);
  return change;
}

void EncodeRow(const EffectiveSet& set, StateTable table, std::size_t row, ByteWriter& out) {
  const FactTable& facts = set.facts();
  switch (table) {
    case StateTable::kNames:
      return out.Text(facts.names[static_cast<NameId>(row)]);
    case StateTable::kPosts:
      for (const NameId value : facts.posts[static_cast<NamedPostId>(row)]) out.U32(value);
      return out.U32(set.first_named()[row]);
    case StateTable::kReaches:
      return Write(facts.reaches[static_cast<ReachId>(row)], out);
    case StateTable::kRegistrations:
      return Write(set.registrations()[row], out);
    case StateTable::kMentions: {
      const auto& [mention, first] = *std::next(set.mentions().begin(), static_cast<long>(row));
      out.U8(static_cast<std::uint8_t>(mention.dimension));
      out.U32(mention.value);
      return out.U32(first);
    }
    case StateTable::kMovements:
      Write(facts.MovementSpan(row), out);
      return Write(facts.Movement(row), out);
    case StateTable::kSettings:
      Write(facts.settings().known[row], out);
      return Write(facts.Setting(row), out);
    case StateTable::kReportChanges:
      return out.U32(set.report_changes()[row]);
    case StateTable::kStatements:
      Write(facts.statements().known[row], out);
      return Write(facts.statements().rows[row], out);
  }
}

void DecodeRow(StateTable table, ByteReader& in, EffectiveSet::Parts& parts) {
  FactTable& facts = parts.facts;
  switch (table) {
    case StateTable::kNames:
      facts.names.Intern(in.Text());
      return;
    case StateTable::kPosts: {
      NamedPost post;
      for (NameId& value : post) value = in.U32();
      const FactPosition first = in.U32();
      // Abroad is there from the start.
      if (parts.first_named.empty()) MUSTER_CHECK(facts.posts.size() == 1);
      if (!parts.first_named.empty()) facts.posts.Add(post);
      parts.first_named.push_back(first);
      return;
    }
    case StateTable::kReaches:
      facts.reaches.Intern(ReadReach(in));
      return;
    case StateTable::kRegistrations:
      parts.registrations.push_back(ReadRegistration(in));
      return;
    case StateTable::kMentions: {
      const Dimension dimension = ReadUpTo(kDuty, in);
      const NameId value = in.U32();
      parts.mentions.emplace(Mention{dimension, value}, in.U32());
      return;
    }
    case StateTable::kMovements: {
      const Span known = ReadSpan(in);
      facts.AddMovement(known, ReadMovement(in));
      return;
    }
    case StateTable::kSettings: {
      const Span known = ReadSpan(in);
      facts.AddSetting(known, ReadSetting(in));
      return;
    }
    case StateTable::kReportChanges:
      parts.report_changes.push_back(in.U32());
      return;
    case StateTable::kStatements: {
      const Span known = ReadSpan(in);
      facts.AddStatement(known, ReadStatement(in));
      return;
    }
  }
}

bool AreNames(const ScopeConditions& scope, const Names& names) {
  return std::all_of(scope.values.begin(), scope.values.end(), [&names](const auto& values) {
    return std::all_of(values.begin(), values.end(),
                       [&names](NameId value) { return value < names.size(); });
  });
}

// Whether everything that a row names by its number is there.
bool HoldTogether(const EffectiveSet::Parts& parts) {
  const FactTable& facts = parts.facts;
  const std::size_t names = facts.names.size();
  const std::size_t posts = facts.posts.size();
  // Without leaving early: so the processor takes many at a time.
  bool unnamed = false;
  for (const NamedPost& post : facts.posts.column()) {
    for (const NameId value : post) unnamed |= value >= names;
  }
  if (unnamed) return false;
  for (ReachId id = 0; id < facts.reaches.size(); ++id) {
    const Reach& reach = facts.reaches[id];
    if (!AreNames(reach.scope, facts.names) || reach.own_post.value_or(kAbroad) >= posts)
      return false;
    for (const ScopeConditions& line : reach.except) {
      if (!AreNames(line, facts.names)) return false;
    }
  }
  for (const auto& [mention, first] : parts.mentions) {
    if (mention.value >= names) return false;
  }
  const Movements& movements = facts.movements();
  bool astray = false;
  for (const NamedPostId from : movements.from) astray |= from >= posts;
  for (const NamedPostId to : movements.to) astray |= to >= posts;
  for (const MovementKind kind : movements.kind) astray |= kind > MovementKind::kTransfer;
  for (const MovementRow::Leg leg : movements.leg) astray |= leg > MovementRow::kBack;
  if (astray) return false;
  for (const SettingFact& row : facts.settings().rows) {
    if (row.reach >= facts.reaches.size()) return false;
  }
  for (std::uint32_t i = 0; i < facts.parts_count(); ++i) {
    for (const FactPart& part : facts.parts(i)) {
      if (part.name >= names) return false;
    }
  }
  return parts.first_named.size() == posts;
}

}  // namespace

void WriteParts(std::span<const FactPart> parts, ByteWriter& out) {
  out.U32(static_cast<std::uint32_t>(parts.size()));
  for (const FactPart& part : parts) {
    out.U32(part.name);
    Write(part.amount, out);
    out.U8(part.best_stated);
  }
}

FactParts ReadParts(ByteReader& in) {
  FactParts parts(in.Count());
  for (FactPart& part : parts) {
    part.name = in.U32();
    part.amount = ReadAmount(in);
    part.best_stated = in.U8() != 0;
  }
  return parts;
}

StateCounts CountsOf(const EffectiveSet& set) {
  const FactTable& facts = set.facts();
  return {facts.names.size(),         facts.posts.size(),          facts.reaches.size(),
          set.registrations().size(), set.mentions().size(),       facts.movements().size(),
          facts.settings().size(),    set.report_changes().size(), facts.statements().size()};
}

std::string EncodeBlock(const EffectiveSet& set, StateTable table, std::size_t block,
                        std::size_t first) {
  const std::size_t rows = CountsOf(set)[static_cast<std::size_t>(table)];
  ByteWriter out;
  const std::size_t end = std::min(rows, (block + 1) * kBlockRows);
  for (std::size_t row = std::max(first, block * kBlockRows); row < end; ++row) {
    EncodeRow(set, table, row, out);
  }
  return out.Take();
}

std::string EncodeState(const EffectiveSet& set) {
  ByteWriter out;
  out.U32(kStateFormat);
  out.U64(set.size().value);
  const StateCounts counts = CountsOf(set);
  for (int i = 0; i < kStateTables; ++i) {
    out.U64(counts[i]);
    for (std::size_t block = 0; block < BlocksOf(counts[i]); ++block) {
      out.Text(EncodeBlock(set, static_cast<StateTable>(i), block));
    }
  }
  return out.Take();
}

StateDecoder::StateDecoder(LogSize size, const StateCounts& counts, const StateCounts& columns)
    : counts_(counts), columns_(columns) {
  parts_.size = size;
}

void StateDecoder::Reserve() {
  // Of more rows a record, the tables grow by themselves.
  const auto rows = [this](StateTable table) {
    const auto at = static_cast<std::size_t>(table);
    return std::min(counts_[at] - columns_[at], 2 * parts_.size.value);
  };
  parts_.facts.Reserve(rows(StateTable::kMovements), rows(StateTable::kSettings));
}

Status StateDecoder::Add(StateTable table, std::size_t block, std::string_view bytes) {
  const std::size_t rows = counts_[static_cast<std::size_t>(table)];
  ByteReader in(bytes);
  const std::size_t end = std::min(rows, (block + 1) * kBlockRows);
  const std::size_t first = columns_[static_cast<std::size_t>(table)];
  for (std::size_t row = std::max(first, block * kBlockRows); row < end && in.ok(); ++row) {
    DecodeRow(table, in, parts_);
  }
  if (in.ok() && in.AtEnd()) return OkStatus();
  return DataLoss("block {} of table {} of the saved views does not decode", block,
                  static_cast<int>(table));
}

StatusOr<EffectiveSet> StateDecoder::Finish() {
  if (!HoldTogether(parts_)) return DataLoss("the saved views name what they do not have");
  MUSTER_ASSIGN_OR_RETURN(EffectiveSet set, EffectiveSet::FromParts(std::move(parts_)));
  if (CountsOf(set) != counts_) return DataLoss("the saved views have other counts than they say");
  return set;
}

}  // namespace muster
