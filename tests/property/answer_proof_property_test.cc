// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a number comes out of the records that its proof brings, and out of no proof that was
// tampered with. Method: random ledgers and questions, with corrections, lenses and earlier states
// of knowledge; the proof is read back from its bytes, by one who has the verifier key alone; then
// it is altered, by somebody without the key and by a keeper who signs whatever there is.
#include <fmt/format.h>

#include "ledger/tree_reader.h"
#include "muster/v1/record.pb.h"
#include "projections/answer_proof.h"
#include "projections/views.h"
#include "tests/property/property.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

// Who has the ledger and its key.
class ProvingKeeper {
 public:
  explicit ProvingKeeper(const std::string& origin = "example.org/log")
      : key_(*SigningKey::FromSeed(origin, Sha256(origin))) {}

  std::vector<VerifierKey> verifiers() const { return {key_.Verifier()}; }

  SignedNote Sign(std::string text) const {
    NoteSignature signature = SignNote(key_, text);
    return {std::move(text), {std::move(signature)}};
  }

  AnswerProof Prove(const Ledger& ledger, AnswerStatement statement) const {
    TreeReader tree(ledger.log());
    const LogSize size = tree.head().size;
    statement.checkpoint = {key_.name(), size, *tree.Root(size), {}};
    statement.program = "muster test";
    return {Sign(statement.Text().value()), Sign(statement.checkpoint.Text()),
            BundleRecords(ledger, tree, size, statement.records).value()};
  }

 private:
  SigningKey key_;
};

struct Question {
  Day on;
  ViewQuery query;
};

Question AskSomething(Chooser& choose, const model::Log& log, LogSize size) {
  Question question{RandomQueryDay(choose), RandomQuery(choose, size)};
  DropUnknownValues(log, &question.query);
  question.query.by.clear();
  question.query.depth.reset();
  // A grade without its parts asks for nothing, and nobody can write it.
  const std::optional<Grade>& grade = question.query.lens.least_grade;
  if (grade && grade->reliability == 0 && grade->credibility == 0) {
    question.query.lens.least_grade.reset();
  }
  return question;
}

AnswerStatement StatementOf(const Question& question, const Views::Rested& rested) {
  AnswerStatement statement;
  statement.on = question.on;
  statement.query = rested.query;
  statement.total = rested.reasons.total;
  statement.records = rested.records;
  return statement;
}

StatusOr<ProvedAnswer> VerifyBytes(const AnswerProof& proof, const ProvingKeeper& keeper) {
  const StatusOr<AnswerProof> read = AnswerProof::Parse(proof.Encode());
  if (!read.ok()) return read.status();
  return VerifyAnswerProof(*read, keeper.verifiers(), {});
}

TEST(AnswerProofProperty, ANumberComesOutOfTheRecordsThatItsProofBrings) {
  int shorter = 0, lensed = 0, early = 0, nobody = 0;
  const ProvingKeeper keeper;
  CheckProperty(400, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(30));
    const model::Log log = ReadModelLog(random.ledger());
    const LogSize size = random.ledger().Head().size;
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      const Question question = AskSomething(choose, log, size);
      const std::string shown =
          random.Show() + Show(question.query) + " on " + FormatDay(question.on) + "\n";
      const Views::Rested rested = views->RestsOn(question.on, question.query).value();
      const Headcount headcount = views->HeadcountOn(question.on, question.query).value();
      const StatusOr<ProvedAnswer> proved =
          VerifyBytes(keeper.Prove(random.ledger(), StatementOf(question, rested)), keeper);
      if (!proved.ok()) RC_FAIL(shown + std::string(Message(proved.status())));
      if (proved->reasons.total != headcount.total) RC_FAIL(shown + Show(headcount));
      if (proved->reasons.lines.size() != rested.reasons.lines.size()) RC_FAIL(shown + "lines");
      shorter += rested.records.size() < question.query.known_at.value;
      lensed += !question.query.lens.IsClear();
      early += question.query.known_at < size;
      nobody += rested.records.empty();
    }
  });
  EXPECT_GT(shorter, 0);
  EXPECT_GT(lensed, 0);
  EXPECT_GT(early, 0);
  EXPECT_GT(nobody, 0);
}

// Somebody without the key alters what came. Empty if it was refused.
std::string FaultOfForgery(Chooser& choose, const AnswerProof& proof, const ProvingKeeper& keeper,
                           const Ledger& ledger) {
  AnswerProof altered = proof;
  const AnswerStatement statement = AnswerStatement::Parse(proof.statement.text).value();
  AnswerStatement said = statement;
  std::string what;
  switch (choose.Below(8)) {
    case 0:
      what = "another number";
      said.total.strength.best = said.total.strength.best.value_or(0) + 1;
      break;
    case 1:
      what = "another day";
      said.on = said.on + 1;
      break;
    case 2:
      what = "another known-at";
      said.query.known_at.value = said.query.known_at.value == 0 ? said.checkpoint.size.value
                                                                 : said.query.known_at.value - 1;
      break;
    case 3:
      what = "another scope";
      said.query.where.push_back({"contributor", "XYZ"});
      break;
    case 4:
      if (proof.bundle.entries.empty()) return {};
      what = "a record dropped";
      altered.bundle.entries.erase(altered.bundle.entries.begin() +
                                   choose.Below(static_cast<int>(altered.bundle.entries.size())));
      break;
    case 5: {
      if (proof.bundle.entries.empty() || ledger.Head().size.value < 2) return {};
      what = "a record replaced by another";
      RecordBundle::Entry& entry = altered.bundle.entries[static_cast<std::size_t>(
          choose.Below(static_cast<int>(altered.bundle.entries.size())))];
      const Position other{(entry.position.value + 1) % ledger.Head().size.value};
      TreeReader tree(ledger.log());
      entry.record = BundleRecords(ledger, tree, ledger.Head().size, std::vector{other})
                         .value()
                         .entries.front()
                         .record;
      break;
    }
    case 6:
      what = "the checkpoint of another ledger";
      altered.checkpoint = ProvingKeeper("example.org/other").Sign(proof.checkpoint.text);
      break;
    default:
      what = "the checkpoint of another log of this key";
      altered.checkpoint = keeper.Sign(
          Checkpoint{said.checkpoint.origin, said.checkpoint.size, Sha256("another"), {}}.Text());
      break;
  }
  altered.statement.text = said.Text().value();
  const StatusOr<ProvedAnswer> proved = VerifyBytes(altered, keeper);
  if (proved.ok()) return what + " is confirmed";
  if (proved.status().code() != StatusCode::kFailedPrecondition) {
    return what + ": " + std::string(Message(proved.status()));
  }
  return {};
}

// The keeper signs a number with other records than it rests on. What is confirmed then must come
// out of them.
std::string FaultOfLie(Chooser& choose, const Ledger& ledger, AnswerStatement statement,
                       const ProvingKeeper& keeper) {
  const Group right = statement.total;
  if (statement.records.empty() || choose.Percent(50)) {
    statement.total.strength.most = statement.total.strength.most.value_or(0) + 1;
  } else {
    statement.records.erase(statement.records.begin() +
                            choose.Below(static_cast<int>(statement.records.size())));
  }
  const StatusOr<ProvedAnswer> proved = VerifyBytes(keeper.Prove(ledger, statement), keeper);
  if (proved.ok() && (proved->reasons.total != right || statement.total != right)) {
    return "a lie is confirmed";
  }
  if (!proved.ok() && proved.status().code() != StatusCode::kFailedPrecondition) {
    return std::string(Message(proved.status()));
  }
  return {};
}

TEST(AnswerProofProperty, NoNumberIsConfirmedByAnAlteredProof) {
  const ProvingKeeper keeper;
  CheckProperty(300, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(20));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(10)) {
      Chooser choose(choices);
      const Question question = AskSomething(choose, log, random.ledger().Head().size);
      const AnswerStatement statement =
          StatementOf(question, views->RestsOn(question.on, question.query).value());
      const AnswerProof proof = keeper.Prove(random.ledger(), statement);
      const std::string shown =
          random.Show() + Show(question.query) + " on " + FormatDay(question.on) + "\n";
      const std::string forged = FaultOfForgery(choose, proof, keeper, random.ledger());
      if (!forged.empty()) RC_FAIL(shown + forged);
      const std::string lied = FaultOfLie(choose, random.ledger(), statement, keeper);
      if (!lied.empty()) RC_FAIL(shown + lied);
      // Whatever bit of the file is another, or where it ends.
      std::string bytes = proof.Encode();
      const std::size_t at = static_cast<std::size_t>(choose.Below(100) * 100 + choose.Below(100)) *
                             bytes.size() / 10'000;
      if (choose.Percent(20)) {
        bytes.resize(at);
      } else {
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << choose.Below(8)));
      }
      const StatusOr<AnswerProof> read = AnswerProof::Parse(bytes);
      if (read.ok() && VerifyAnswerProof(*read, keeper.verifiers(), {}).ok()) {
        RC_FAIL(shown + fmt::format("altered at {} of {}", at, bytes.size()));
      }
    }
  });
}

}  // namespace
}  // namespace muster
