// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/country.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/spelling.h"

namespace muster {

// The files of the iso-codes project, compiled in (cmake/EmbedFile.cmake).
extern const std::string_view kIso31661;
extern const std::string_view kIso31663;

namespace {

using Json = nlohmann::json;

// The text of `key`, empty if there is none.
std::string TextOf(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Status AddCountries(std::string_view text, const char* list, bool withdrawn,
                    std::vector<Country>& countries) {
  const Json root = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || !root.contains(list) || !root[list].is_array()) {
    return InvalidArgument("the country codes are not JSON with a list named {}", list);
  }
  for (const Json& entry : root[list]) {
    if (!entry.is_object()) return InvalidArgument("an entry of {} is not an object", list);
    Country country{.alpha3 = TextOf(entry, "alpha_3"),
                    .alpha2 = TextOf(entry, "alpha_2"),
                    .name = TextOf(entry, "name"),
                    .other_names = {},
                    .withdrawn = withdrawn};
    if (country.alpha3.size() != 3) {
      return InvalidArgument("the alpha-3 code '{}' in {} has not three letters", country.alpha3,
                             list);
    }
    for (const char* key : {"common_name", "official_name"}) {
      if (std::string name = TextOf(entry, key); !name.empty()) {
        country.other_names.push_back(std::move(name));
      }
    }
    countries.push_back(std::move(country));
  }
  return OkStatus();
}

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// Two-letter codes in wide use that are reserved in ISO 3166-1, not assigned.
std::string_view ReservedCode(std::string_view upper) {
  if (upper == "UK") return "GBR";
  if (upper == "EL") return "GRC";
  return {};
}

}  // namespace

StatusOr<Countries> Countries::Parse(std::string_view iso_3166_1, std::string_view iso_3166_3) {
  Countries result;
  MUSTER_RETURN_IF_ERROR(AddCountries(iso_3166_1, "3166-1", false, result.countries_));
  MUSTER_RETURN_IF_ERROR(AddCountries(iso_3166_3, "3166-3", true, result.countries_));
  // Of a code that is both in use and withdrawn, the one in use stands first and is kept.
  const auto by_code = [](const Country& a, const Country& b) { return a.alpha3 < b.alpha3; };
  const auto same_code = [](const Country& a, const Country& b) { return a.alpha3 == b.alpha3; };
  std::stable_sort(result.countries_.begin(), result.countries_.end(), by_code);
  const auto end = std::unique(result.countries_.begin(), result.countries_.end(), same_code);
  result.countries_.erase(end, result.countries_.end());
  for (const bool withdrawn : {false, true}) {
    for (std::size_t i = 0; i < result.countries_.size(); ++i) {
      const Country& country = result.countries_[i];
      if (country.withdrawn != withdrawn) continue;
      // Of several with one name the first stays.
      result.by_name_.emplace(country.alpha2, i);
      result.by_name_.emplace(UpperAscii(country.name), i);
      for (const std::string& name : country.other_names) {
        result.by_name_.emplace(UpperAscii(name), i);
      }
    }
  }
  return result;
}

const Countries& Countries::BuiltIn() {
  static const Countries* const kCountries = [] {
    StatusOr<Countries> parsed = Parse(kIso31661, kIso31663);
    MUSTER_CHECK(parsed.ok());
    return new Countries(*std::move(parsed));
  }();
  return *kCountries;
}

const Country* Countries::Find(std::string_view alpha3) const {
  if (alpha3.size() != 3) return nullptr;
  const auto found = std::lower_bound(
      countries_.begin(), countries_.end(), alpha3,
      [](const Country& country, std::string_view code) { return country.alpha3 < code; });
  return found != countries_.end() && found->alpha3 == alpha3 ? &*found : nullptr;
}

const Country* Countries::FindByName(std::string_view text) const {
  const std::string upper = UpperAscii(text);
  if (const Country* country = Find(upper)) return country;
  const auto found = by_name_.find(upper);
  return found != by_name_.end() ? &countries_[found->second] : nullptr;
}

std::optional<std::string> Countries::Suggest(std::string_view text) const {
  const std::string upper = UpperAscii(text);
  if (const Country* country = Find(upper)) return country->alpha3;
  if (const std::string_view code = ReservedCode(upper); !code.empty()) return std::string(code);
  for (const bool withdrawn : {false, true}) {
    for (const Country& country : countries_) {
      if (country.withdrawn == withdrawn && country.alpha2 == upper) return country.alpha3;
    }
  }
  if (upper.size() < 3) return std::nullopt;

  // All names, those of states that are no more after the others, and the codes they stand for.
  std::vector<std::string> names;
  std::vector<const Country*> owners;
  for (const bool withdrawn : {false, true}) {
    for (const Country& country : countries_) {
      if (country.withdrawn != withdrawn) continue;
      names.push_back(country.name);
      names.insert(names.end(), country.other_names.begin(), country.other_names.end());
      owners.resize(names.size(), &country);
    }
  }
  if (upper.size() == 3) {
    // Among codes that are equally near, one with the same first letter is likelier.
    std::vector<std::string> codes;
    for (const bool same_initial : {true, false}) {
      for (const Country& country : countries_) {
        if (country.withdrawn) continue;
        if ((country.alpha3[0] == upper[0]) == same_initial) codes.push_back(country.alpha3);
      }
    }
    return NearestName(text, codes);
  }
  // A name that it begins ("Russia") is likelier than one that is only somewhat like it.
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (UpperAscii(names[i]).starts_with(upper)) return owners[i]->alpha3;
  }
  const std::optional<std::string> name = NearestName(text, names);
  if (!name) return std::nullopt;
  const auto at = std::find(names.begin(), names.end(), *name) - names.begin();
  return owners[static_cast<std::size_t>(at)]->alpha3;
}

}  // namespace muster
