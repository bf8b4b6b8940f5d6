// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// `muster token WORD`: who may do what with a server of the ledger.
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/decimal.h"
#include "ledger/ledger_directory.h"
#include "tools/access/token_store.h"
#include "tools/cli/answer.h"
#include "tools/cli/commands.h"
#include "tools/cli/invocation.h"
#include "tools/output/csv.h"
#include "tools/output/display_text.h"
#include "tools/output/text_table.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

// The store of a ledger that is there. Errors: those of ReadOrigin.
StatusOr<TokenStore> StoreOf(const Invocation& invocation) {
  const std::filesystem::path directory = invocation.LedgerDirectory();
  MUSTER_RETURN_IF_ERROR(ReadOrigin(directory).status());
  return TokenStore(directory);
}

std::string WhenText(const std::optional<Time>& time) { return time ? FormatTime(*time) : ""; }

Json TokenJson(const StoredToken& token, Time now) {
  const auto when = [](const std::optional<Time>& time) {
    return time ? Json(FormatTime(*time)) : Json(nullptr);
  };
  return {{"id", token.Id()},
          {"name", token.principal.name},
          {"role", RoleName(token.principal.role)},
          {"state", token.StateAt(now)},
          {"made_at", FormatTime(token.made_at)},
          {"expires_at", when(token.expires_at)},
          {"revoked_at", when(token.revoked_at)}};
}

void PrintTokens(const std::vector<StoredToken>& tokens, Time now, const Invocation& invocation) {
  const std::vector<std::string> names = {"id",      "name",       "role",      "state",
                                          "made_at", "expires_at", "revoked_at"};
  std::vector<std::vector<std::string>> rows;
  for (const StoredToken& token : tokens) {
    rows.push_back({token.Id(), token.principal.name, std::string(RoleName(token.principal.role)),
                    std::string(token.StateAt(now)), FormatTime(token.made_at),
                    WhenText(token.expires_at), WhenText(token.revoked_at)});
  }
  switch (invocation.format) {
    case Format::kTable: {
      TextTable table({{"id"}, {"name"}, {"role"}, {"state"}, {"made"}, {"expires"}, {"revoked"}});
      for (std::vector<std::string>& row : rows) table.AddRow(std::move(row));
      if (table.empty()) {
        Print("There are no tokens.\n");
      } else {
        Print(table.ToText(invocation.style));
      }
      break;
    }
    case Format::kCsv:
      Print(CsvLine(names));
      for (const std::vector<std::string>& row : rows) Print(CsvLine(row));
      break;
    case Format::kJson: {
      Json json = {{"tokens", Json::array()}};
      for (const StoredToken& token : tokens) json["tokens"].push_back(TokenJson(token, now));
      Print(json.dump() + '\n');
      break;
    }
  }
}

// "12h", "90d", "8w" from now; a day is meant to its end; a time as it is.
StatusOr<Time> ParseExpiry(const std::string& text, Time now) {
  if (text.empty()) return InvalidArgument("--expires is empty");
  const auto number = ParseDecimal(std::string_view(text).substr(0, text.size() - 1));
  constexpr std::uint64_t kCountMax = 10'000;
  if (number && *number <= kCountMax) {
    const auto count = static_cast<std::int64_t>(*number);
    if (text.back() == 'h') return now + std::chrono::hours(count);
    if (text.back() == 'd') return now + std::chrono::days(count);
    if (text.back() == 'w') return now + std::chrono::weeks(count);
  }
  StatusOr<Time> time = ParseDay(text).ok() ? ParseTime(text + "T00:00:00Z") : ParseTime(text);
  if (!time.ok()) {
    return InvalidArgument(
        "--expires {}: there are a day (2025-12-31), a time (2025-12-31T12:00:00Z), and 12h, 90d, "
        "8w from now",
        text);
  }
  return ParseDay(text).ok() ? *time + std::chrono::days(1) : *time;
}

StatusOr<ExitStatus> RunTokenAdd(const Invocation& invocation) {
  const std::optional<std::string> role = invocation.Value("role");
  if (!role) {
    return InvalidArgument("--role is needed; there are {}", fmt::join(RoleNames(), ", "));
  }
  Principal principal{invocation.operands.at(0), Role::kReader};
  MUSTER_ASSIGN_OR_RETURN(principal.role, ParseRole(*role));
  const Time now = SystemClock().Now();
  std::optional<Time> expires_at;
  if (const auto text = invocation.Value("expires")) {
    MUSTER_ASSIGN_OR_RETURN(expires_at, ParseExpiry(*text, now));
  }
  MUSTER_ASSIGN_OR_RETURN(const TokenStore store, StoreOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::string text, store.Add(principal, expires_at, now));
  NoteDone("the token was made");
  const StoredToken token{principal, Sha256(text), now, expires_at, std::nullopt};
  switch (invocation.format) {
    case Format::kTable:
      // The token alone, so that it can go into a file; all else is said beside.
      PrintNote(fmt::format("Token {} of {}, a {}{}. It is shown this once:", token.Id(),
                            principal.name, *role,
                            expires_at ? ", until " + FormatTime(*expires_at) : ""));
      Print(text + '\n');
      break;
    case Format::kCsv:
      Print(CsvLine(std::vector<std::string>{"id", "name", "role", "expires_at", "token"}));
      Print(CsvLine(
          std::vector<std::string>{token.Id(), principal.name, *role, WhenText(expires_at), text}));
      break;
    case Format::kJson: {
      Json json = TokenJson(token, now);
      json["token"] = text;
      Print(json.dump() + '\n');
      break;
    }
  }
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunTokenList(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const TokenStore store, StoreOf(invocation));
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredToken> tokens, store.Read());
  PrintTokens(tokens, SystemClock().Now(), invocation);
  return ExitStatus::kDone;
}

StatusOr<ExitStatus> RunTokenRevoke(const Invocation& invocation) {
  MUSTER_ASSIGN_OR_RETURN(const TokenStore store, StoreOf(invocation));
  const Time now = SystemClock().Now();
  MUSTER_ASSIGN_OR_RETURN(const std::vector<StoredToken> revoked,
                          store.Revoke(invocation.operands.at(0), now));
  NoteDone("the tokens were revoked");
  if (invocation.format == Format::kTable) {
    for (const StoredToken& token : revoked) {
      Print(fmt::format("Revoked token {} of {}, a {}.\n", token.Id(),
                        SafeText(token.principal.name), RoleName(token.principal.role)));
    }
  } else {
    PrintTokens(revoked, now, invocation);
  }
  return ExitStatus::kDone;
}

Command TokenAddCommand() {
  return {
      .name = "token add",
      .summary = "makes a token, and shows it this once",
      .access = "writes beside the log",
      .operands = "NAME",
      .operands_min = 1,
      .operands_max = 1,
      .description =
          "NAME is who shows it; what is appended with it is recorded by that name. Only a hash of "
          "the\n"
          "token is kept. A server that runs knows it at once.\n\n"
          "A reader may ask for views; an auditor also for checkpoints, proofs and tiles; a "
          "reporter\n"
          "may ask for views and append; a keeper may do everything.\n",
      .examples =
          "# for a desk officer who appends, until the end of the year\n"
          "muster token add desk --role reporter --expires 2027-12-31 > desk.token\n"
          "# for a newsroom, for eight weeks\n"
          "muster token add gazette --role reader --expires 8w\n",
      .options = Joined({{.name = "role",
                          .value = "ROLE",
                          .help = "what it lets do: reader, auditor, reporter, keeper",
                          .words = RoleNames()},
                         {.name = "expires",
                          .value = "WHEN",
                          .help = "a day, a time, or 12h, 90d, 8w from now (never)"}},
                        OptionsOfAnswers()),
      .run = RunTokenAdd};
}

Command TokenListCommand() {
  return {
      .name = "token list",
      .summary = "the tokens, with those that are not in force any more",
      .access = "reads beside the log",
      .description = "Of each its id, whose it is, its role and its times. No token is shown.\n",
      .examples =
          "# who may do what\n"
          "muster token list\n"
          "# for a program\n"
          "muster token list --format json\n",
      .options = OptionsOfAnswers(),
      .run = RunTokenList};
}

Command TokenRevokeCommand() {
  return {.name = "token revoke",
          .summary = "takes tokens out of force",
          .access = "writes beside the log",
          .operands = "NAME",
          .operands_min = 1,
          .operands_max = 1,
          .description =
              "All tokens of a name, or the one of an id that `muster token list` shows. A server "
              "that\n"
              "runs knows at once: the next request with it is refused.\n",
          .examples =
              "# somebody left\n"
              "muster token revoke desk\n"
              "# one that was lost\n"
              "muster token revoke 3f9a0c42d1e7\n",
          .options = OptionsOfAnswers(),
          .run = RunTokenRevoke};
}

}  // namespace

Command TokenCommand() {
  return {.name = "token",
          .summary = "who may do what with a server of the ledger",
          .access = "reads and writes beside the log",
          .operands = "WORD",
          .description =
              "A token is what a client shows to `muster serve`. Each belongs to a name and has a "
              "role;\n"
              "only hashes are stored, in access/tokens of the ledger's directory, which no backup "
              "has.\n",
          .examples =
              "# make one\n"
              "muster token add desk --role reporter\n"
              "# take it back\n"
              "muster token revoke desk\n",
          .words = {TokenAddCommand(), TokenListCommand(), TokenRevokeCommand()}};
}

}  // namespace muster
