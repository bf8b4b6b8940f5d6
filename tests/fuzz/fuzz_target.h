// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Fuzz targets: each gives some bytes from outside to a decoder, and ends the program if what comes
// back breaks a promise. README.md says what each holds its decoder to.
#ifndef MUSTER_TESTS_FUZZ_FUZZ_TARGET_H_
#define MUSTER_TESTS_FUZZ_FUZZ_TARGET_H_

#include <string_view>

#include "ledger/status.h"

namespace muster {

// Thread-safety: one call at a time.
void FuzzAdmission(std::string_view bytes);
void FuzzAnswerProof(std::string_view bytes);
void FuzzBackup(std::string_view bytes);
void FuzzDate(std::string_view bytes);
void FuzzDisplayText(std::string_view bytes);
void FuzzGrowthProof(std::string_view bytes);
void FuzzHeadFile(std::string_view bytes);
void FuzzLedgerFiles(std::string_view bytes);
void FuzzLogTransfer(std::string_view bytes);
void FuzzMerkleProof(std::string_view bytes);
void FuzzNote(std::string_view bytes);
void FuzzQuote(std::string_view bytes);
void FuzzRecord(std::string_view bytes);
void FuzzRecordProof(std::string_view bytes);
void FuzzReportFile(std::string_view bytes);
void FuzzReportTemplate(std::string_view bytes);
void FuzzSavedViews(std::string_view bytes);
void FuzzStoredKey(std::string_view bytes);
void FuzzStrength(std::string_view bytes);
void FuzzTargetWords(std::string_view bytes);
void FuzzVerifierKey(std::string_view bytes);
void FuzzWal(std::string_view bytes);

// That an error is one of bad input, and says something, on one line and not at any length.
void CheckRefused(const Status& status, StatusCode code);

// Takes what stands before the first line end off the front of `*bytes`.
std::string_view TakeLine(std::string_view* bytes);

}  // namespace muster

#endif  // MUSTER_TESTS_FUZZ_FUZZ_TARGET_H_
