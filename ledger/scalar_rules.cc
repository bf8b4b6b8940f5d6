// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/scalar_rules.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "ledger/ascii.h"
#include "ledger/country.h"
#include "ledger/excerpt.h"
#include "ledger/path.h"

namespace muster {
namespace {

// Whether a control character, or one that is not seen (zero width, direction, separator), begins
// at text[i]. REQUIRES: `text` is UTF-8.
bool IsInvisibleAt(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  };
  if (byte(i) < 0x20 || byte(i) == 0x7f) return true;
  if (byte(i) == 0xc2) return byte(i + 1) < 0xa0;  // U+0080 to U+009F
  if (byte(i) == 0xe2 && byte(i + 1) == 0x80) {
    // U+200B to U+200F, U+2028 to U+202E.
    return (byte(i + 2) >= 0x8b && byte(i + 2) <= 0x8f) ||
           (byte(i + 2) >= 0xa8 && byte(i + 2) <= 0xae);
  }
  if (byte(i) == 0xe2 && byte(i + 1) == 0x81) return byte(i + 2) >= 0xa0 && byte(i + 2) <= 0xaf;
  return byte(i) == 0xef && byte(i + 1) == 0xbb && byte(i + 2) == 0xbf;  // U+FEFF
}

// Calls `check(element)` for each element of a path until one is not OK.
template <typename Check>
Status ForEachElement(std::string_view path, const Check& check) {
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    MUSTER_RETURN_IF_ERROR(check(path.substr(begin, end - begin)));
    if (end == path.size()) return OkStatus();
    begin = end + 1;
  }
}

bool IsSlug(std::string_view text) {
  bool hyphen_allowed = false;
  for (const char c : text) {
    if (!IsLower(c) && !IsDigit(c) && !(c == '-' && hyphen_allowed)) return false;
    hyphen_allowed = c != '-';
  }
  return hyphen_allowed;
}

// `text` as a path of slugs, if it is near enough to one: case, blanks and underscores changed.
std::optional<std::string> NearestSlugs(std::string_view text) {
  std::string slugs;
  for (const char c : Trimmed(text)) {
    const bool separator = IsSpace(c) || c == '_' || c == '-';
    if (separator && !slugs.empty() && slugs.back() == '-') continue;
    slugs += separator ? '-' : IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const bool fits = ForEachElement(slugs, [](std::string_view element) {
                      return IsSlug(element) ? OkStatus() : InvalidArgument("not a slug");
                    }).ok();
  if (!fits) return std::nullopt;
  return slugs;
}

}  // namespace

Status CheckId(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsInvisibleAt(text, i)) {
      return InvalidArgument("the id '{}' has a control or invisible character", Excerpt(text));
    }
  }
  return ForEachElement(text, [text](std::string_view element) {
    if (element.empty()) {
      return InvalidArgument("the id '{}' has an empty element; write no '/' at its ends or twice",
                             Excerpt(text));
    }
    if (IsSpace(element.front()) || IsSpace(element.back())) {
      return InvalidArgument("the id '{}' has white space at the ends of an element",
                             Excerpt(text));
    }
    if (element == kUnspecified) {
      return InvalidArgument("nothing can be called '{}'; choose another id", kUnspecified);
    }
    return OkStatus();
  });
}

Status CheckSlugs(std::string_view text) {
  return ForEachElement(text, [text](std::string_view element) {
    if (element == kUnspecified) {
      return InvalidArgument("nothing can be called '{}'; leave it out", kUnspecified);
    }
    if (IsSlug(element)) return OkStatus();
    if (const std::optional<std::string> nearest = NearestSlugs(text)) {
      return InvalidArgument("'{}' is not a path of slugs; write {}", Excerpt(text), *nearest);
    }
    return InvalidArgument(
        "'{}' is not a path of slugs; write lower-case letters a to z, digits and hyphens, as in "
        "police/formed-unit",
        Excerpt(text));
  });
}

Status CheckCountry(std::string_view text) {
  const Countries& countries = Countries::BuiltIn();
  if (countries.Find(text) != nullptr) return OkStatus();
  const std::optional<std::string> meant = countries.Suggest(text);
  if (meant) {
    return InvalidArgument("'{}' is not a country code; write {} ({})", Excerpt(text), *meant,
                           countries.Find(*meant)->name);
  }
  return InvalidArgument(
      "'{}' is not a country code; write the three capitals of ISO 3166-1 alpha-3, as in KEN",
      Excerpt(text));
}

bool IsNameOf(std::string_view text, std::string_view value_name) {
  if (text.size() != value_name.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = value_name[i];
    if (text[i] != (c == '_' ? '-' : IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c))
      return false;
  }
  return true;
}

std::string EnumerationName(std::string_view value_name) {
  std::string name(value_name);
  for (char& c : name) c = c == '_' ? '-' : IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

}  // namespace muster
