// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>

namespace muster {
namespace {

std::string Unpacked(const std::string& packed, std::size_t bytes) {
  std::string text(bytes + 1, '\0');
  z_stream stream = {};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(GzipTest, WhatIsPackedIsUnpackedAsItWas) {
  std::mt19937 random(3);
  for (const std::size_t bytes : {0, 1, 100, 70000, 1000000}) {
    std::string noise(bytes, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    EXPECT_EQ(Unpacked(Gzip(noise), bytes), noise);
    const std::string same(bytes, 'a');
    EXPECT_EQ(Unpacked(Gzip(same), bytes), same);
  }
}

TEST(GzipTest, AnAcceptEncodingSaysWhetherItIsTaken) {
  for (const char* yes :
       {"gzip", "GZIP", "br, gzip", "gzip;q=0.001", "gzip ; q=1", "*", "br;q=0, *;q=0.5"}) {
    EXPECT_TRUE(TakesGzip(yes)) << yes;
  }
  for (const char* no :
       {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "xgzip", ","}) {
    EXPECT_FALSE(TakesGzip(no)) << no;
  }
}

}  // namespace
}  // namespace muster
