// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/input/given_files.h"

#include "ledger/status.h"

namespace muster {
namespace {

thread_local const GivenFiles::Files* given = nullptr;

}  // namespace

GivenFiles::GivenFiles(const Files& files) {
  MUSTER_CHECK(given == nullptr);
  given = &files;
}

GivenFiles::~GivenFiles() { given = nullptr; }

const GivenFiles::Files* GivenFiles::OfThread() { return given; }

}  // namespace muster
