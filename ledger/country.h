// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Country codes: ISO 3166-1 alpha-3, and ISO 3166-3 for states that are no more, from the data of
// the iso-codes project.
//
// Thread-safety: safe for concurrent use.
#ifndef MUSTER_LEDGER_COUNTRY_H_
#define MUSTER_LEDGER_COUNTRY_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/status.h"

namespace muster {

struct Country {
  std::string alpha3;
  std::string alpha2;
  std::string name;
  std::vector<std::string> other_names;  // common and official ones, where they differ
  bool withdrawn = false;                // from ISO 3166-3
};

class Countries {
 public:
  // Parses the JSON texts of iso_3166-1.json and iso_3166-3.json.
  static StatusOr<Countries> Parse(std::string_view iso_3166_1, std::string_view iso_3166_3);

  // The data that was compiled in at build time from Debian's package iso-codes. Never fails.
  static const Countries& BuiltIn();

  // The country of an alpha-3 code in capitals, or null.
  const Country* Find(std::string_view alpha3) const;

  // The country that is called so: by its name or another of its names, by its alpha-2 or alpha-3
  // code, in any case; one that is no more only where no other is called so. Null if none is.
  const Country* FindByName(std::string_view text) const;

  // For an error message: the alpha-3 code that the writer of `text` (an alpha-2 code, a name, a
  // code in lower case, a misspelling) most likely meant.
  std::optional<std::string> Suggest(std::string_view text) const;

 private:
  std::vector<Country> countries_;  // sorted by alpha3
  // Names and alpha-2 codes in capitals, to the place in `countries_`.
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace muster

#endif  // MUSTER_LEDGER_COUNTRY_H_
