// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/access/token.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/input_limits.h"
#include "ledger/quote.h"

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormLine = "muster tokens 1\n";

StatusOr<std::optional<Time>> TimeOf(const Json& json, const char* key) {
  if (!json.contains(key)) return std::optional<Time>();
  MUSTER_ASSIGN_OR_RETURN(const Time time, ParseTime(json.at(key).get<std::string>()));
  return std::optional<Time>(time);
}

StatusOr<StoredToken> DecodeToken(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    StoredToken token;
    token.principal.name = json.at("name").get<std::string>();
    MUSTER_ASSIGN_OR_RETURN(token.principal.role, ParseRole(json.at("role").get<std::string>()));
    const auto sha256 = HashFromHex(json.at("sha256").get<std::string>());
    if (!sha256) return DataLoss("its hash is none");
    token.sha256 = *sha256;
    MUSTER_ASSIGN_OR_RETURN(token.made_at, ParseTime(json.at("made_at").get<std::string>()));
    MUSTER_ASSIGN_OR_RETURN(token.expires_at, TimeOf(json, "expires_at"));
    MUSTER_ASSIGN_OR_RETURN(token.revoked_at, TimeOf(json, "revoked_at"));
    return token;
  } catch (const nlohmann::json::exception& error) {
    return DataLoss("{}", error.what());
  }
}

}  // namespace

std::string StoredToken::Id() const {
  constexpr std::size_t kDigits = 12;
  return ToHex(sha256).substr(0, kDigits);
}

std::string_view StoredToken::StateAt(Time now) const {
  if (revoked_at) return "revoked";
  return expires_at && *expires_at <= now ? "expired" : "valid";
}

StatusOr<std::string> MakeToken() {
  Hash chance{};
  if (RAND_bytes(chance.data(), static_cast<int>(chance.size())) != 1) {
    return Unavailable("the system has no random bytes to give");
  }
  return std::string(kTokenPrefix) + ToHex(chance);
}

const StoredToken* FindToken(const std::vector<StoredToken>& tokens, std::string_view text) {
  const Hash sha256 = Sha256(text);
  const StoredToken* found = nullptr;
  for (const StoredToken& token : tokens) {
    if (CRYPTO_memcmp(token.sha256.data(), sha256.data(), sha256.size()) == 0) found = &token;
  }
  return found;
}

Status CheckPrincipalName(std::string_view name) {
  if (name.empty()) return InvalidArgument("a name is needed: it stands in what is recorded");
  if (name.size() > kNameBytesMax) {
    return InvalidArgument("the name has {} bytes, more than {}", name.size(), kNameBytesMax);
  }
  if (!IsUtf8(name)) return InvalidArgument("the name is not UTF-8");
  if (name.front() == ' ' || name.back() == ' ' ||
      std::any_of(name.begin(), name.end(),
                  [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
    return InvalidArgument("the name has a control character, or a blank at its beginning or end");
  }
  return OkStatus();
}

std::string EncodeTokens(const std::vector<StoredToken>& tokens) {
  std::string text(kFormLine);
  for (const StoredToken& token : tokens) {
    Json json = {{"name", token.principal.name},
                 {"role", RoleName(token.principal.role)},
                 {"sha256", ToHex(token.sha256)},
                 {"made_at", FormatTime(token.made_at)}};
    if (token.expires_at) json["expires_at"] = FormatTime(*token.expires_at);
    if (token.revoked_at) json["revoked_at"] = FormatTime(*token.revoked_at);
    text += json.dump() + '\n';
  }
  return text;
}

StatusOr<std::vector<StoredToken>> DecodeTokens(std::string_view text) {
  if (!text.starts_with(kFormLine)) return DataLoss("line 1 is not '{}'", kFormLine.substr(0, 15));
  std::vector<StoredToken> tokens;
  int number = 1;
  for (std::string_view rest = text.substr(kFormLine.size()); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    ++number;
    if (end == rest.npos) return DataLoss("line {} is cut off", number);
    StatusOr<StoredToken> token = DecodeToken(rest.substr(0, end));
    if (!token.ok()) return DataLoss("line {}: {}", number, Message(token.status()));
    tokens.push_back(*std::move(token));
    rest.remove_prefix(end + 1);
  }
  return tokens;
}

}  // namespace muster
