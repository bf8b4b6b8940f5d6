// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What ThreadSanitizer is told to pass over, each line with its reason: only what libraries do that
// are not built with it.
#include <sanitizer/tsan_interface.h>

// By this name the linker is asked for the file.
extern "C" void MusterSuppressions() {}

extern "C" const char* __tsan_default_suppressions() {
  return
      // Accesses made inside RocksDB, which hands over between its threads by atomics that are not
      // seen: a group of writes from the threads that wait to the one that writes (WriteThread),
      // the versions of its tables (SuperVersion), and, by std::promise, what the threads of its
      // BackupEngine copied. They are seen at all because it calls the allocator, memcpy, and our
      // programs' std::string. Of ours this passes over what RocksDB calls (a listener under a
      // mutex, two silent loggers, a prefix of no state), and what it copies out of our buffers
      // during a call; never what our own threads read and write beside it.
      "race:librocksdb.so\n";
}
