// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "ledger/status.h"

namespace muster {
namespace {

// Level 1 takes a fifth of the time of the default, and makes JSON a tenth larger.
constexpr int kLevel = 1;
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;

// One of the list, without blanks and in lower case, as "gzip" or "gzip;q=0.5".
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ' && c != '\t') {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return plain;
}

// Whether "gzip;q=0.000" gives it any weight.
bool HasWeight(std::string_view coding) {
  const std::size_t weight = coding.find(";q=");
  return weight == coding.npos ||
         coding.find_first_not_of("0.", weight + 3) != std::string_view::npos;
}

}  // namespace

std::string Gzip(std::string_view bytes) {
  z_stream stream = {};
  MUSTER_CHECK(deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                            Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  MUSTER_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

bool TakesGzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string coding = Plain(accept_encoding.substr(0, comma));
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const std::string name = coding.substr(0, coding.find(';'));
    if (name == "gzip") named = HasWeight(coding);
    if (name == "*") any = HasWeight(coding);
  }
  return named.value_or(any);
}

}  // namespace muster
