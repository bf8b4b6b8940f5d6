// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/release/release_tables.h"

#include <string>
#include <vector>

#include "tools/output/csv.h"
#include "tools/release/statements_table.h"
#include "tools/release/strengths_table.h"

namespace muster {
namespace {

constexpr std::string_view kInteger = "integer";
constexpr std::string_view kText = "text";
constexpr std::string_view kDay = "date, 2025-01-18";
constexpr std::string_view kWrittenDate = "date, EDTF as it is written";
constexpr std::string_view kWord = "word";
constexpr std::string_view kDigest = "SHA-256, hexadecimal";
constexpr std::string_view kPositions = "integers, blanks between them";

constexpr ColumnMeaning kStrengthColumns[] = {
    {"mission", kText, "id of the mission; unspecified where a report does not say it"},
    {"contributor", "ISO 3166-1 alpha-3", "country; unspecified likewise"},
    {"component", "path", "such as police or police/formed-unit; unspecified likewise"},
    {"month", "month, 2025-01", "the strength is that at the end of its last day"},
    {"least", kInteger, "at least so many; empty where nothing but losses is known"},
    {"best", kInteger, "the best number; negative where more left than came"},
    {"most", kInteger, "at most so many; empty where there is no upper bound"},
    {"basis", kWord, "counted: rests on a muster; added-up: on movements; losses-only"},
};

constexpr ColumnMeaning kClaimColumns[] = {
    {"record", kInteger, "position of the claim in the log"},
    {"line", kInteger, "of a claim with lines, which; empty for its own strength"},
    {"on", kDay, "the best day of its date"},
    {"at", kWord, "opening or closing of that day"},
    {"mission", kText, "scope: empty is any; alternatives are joined by |"},
    {"contributor", kText, "scope, likewise"},
    {"component", kText, "scope, likewise, with what lies below"},
    {"contingent", kText, "scope, likewise, with what lies below"},
    {"place", kText, "scope, likewise, with what lies below"},
    {"duty", kText, "scope, likewise, with what lies below"},
    {"claimed_least", kInteger, "at least so many were claimed"},
    {"claimed_best", kInteger, "the best number of the claim"},
    {"claimed_most", kInteger, "at most so many; empty where there is no upper bound"},
    {"according_to", kText, "whom the report quotes for it"},
    {"report", kDigest, "id of the report, as in reports.csv"},
    {"derived_least", kInteger, "the strength of the scope that movements and musters make"},
    {"derived_best", kInteger, "likewise"},
    {"derived_most", kInteger, "likewise"},
    {"verdict", kWord, "agrees, over or short: the claim against what is derived"},
    {"distance", kInteger, "by how many; 0 if it agrees"},
    {"explained_by", kPositions, "movements whose absence or presence would make them agree"},
};

constexpr ColumnMeaning kReportColumns[] = {
    {"report", kDigest, "id: the digest of the metadata as they were appended"},
    {"source", kText, "who published it"},
    {"agency", kText, "whose news it is"},
    {"author", kText, "who wrote it"},
    {"title", kText, "its title"},
    {"published", kWrittenDate, "what it says of its own date"},
    {"received", kWrittenDate, "when it reached the keeper"},
    {"grade", "Admiralty code", "reliability of the source A to F, credibility 1 to 6"},
    {"language", "BCP 47", "its language"},
    {"url", kText, "where it was found"},
    {"updates", kDigest, "id of an earlier report that it updates"},
    {"document_sha256", kDigest, "digest of the document; its text is not part of a release"},
    {"document_bytes", kInteger, "size of the document"},
    {"first_record", kInteger, "position of its first event in the log"},
    {"events", kInteger, "how many events were read from it"},
    {"corrected_by", kPositions, "amendments of these metadata, which are as corrected"},
};

constexpr ColumnMeaning kChangeColumns[] = {
    {"mission", kText, "as in strengths.csv"},
    {"contributor", "ISO 3166-1 alpha-3", "as in strengths.csv"},
    {"component", "path", "as in strengths.csv"},
    {"on", kDay, "first of the days with this change; empty: from ever"},
    {"until", kDay, "last of them; empty: for ever"},
    {"was_least", kInteger, "as the release before had it"},
    {"was_best", kInteger, "likewise"},
    {"was_most", kInteger, "likewise"},
    {"is_least", kInteger, "as this release has it"},
    {"is_best", kInteger, "likewise"},
    {"is_most", kInteger, "likewise"},
    {"records", kPositions, "the records since that bear on it"},
    {"notes", kText, "what the corrections among them say, with their positions"},
};

constexpr ReleaseTable kTables[] = {
    {"strengths.csv",
     "A row for each mission, contributor, component and month, from the month of the first change "
     "to "
     "that of the last; a group that has no row in a month had nobody then, for sure. From then on "
     "the strength stays as it is.",
     kStrengthColumns, WriteStrengths},
    {"claims.csv", "A row for each claim and each line of one. Claims are compared, never counted.",
     kClaimColumns, WriteClaims},
    {"reports.csv", "A row for each field report, without its text.", kReportColumns, WriteReports},
    {"CHANGES.csv",
     "A row for each run of days on which a strength is known otherwise than in the release "
     "before; "
     "without rows in the first release.",
     kChangeColumns, WriteChanges},
};

}  // namespace

std::span<const ReleaseTable> ReleaseTables() { return kTables; }

Status WriteReleaseTable(const ReleaseTable& table, const ReleaseState& state, const Ledger& ledger,
                         const Views& views, FileWriter& out) {
  std::vector<std::string> header;
  for (const ColumnMeaning& column : table.columns) header.emplace_back(column.name);
  out.Write(CsvLine(header));
  return table.write(state, ledger, views, out);
}

}  // namespace muster
