// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operations/journalentry.h"

#include <QList>
#include <QString>

namespace emberwatch {

/// Which entries of the journal are wanted: "action:delete by:mara since:2h d2b1". All terms must hold.
///
/// Terms are `action: by: host: id: verdict: outcome: env: batch:` with a text (`*` and `?` stand for any),
/// `since:` and `until:` with a length of time back from now or a moment in UTC, `unfinished`, and words that
/// stand anywhere in an entry. Capitals mean nothing.
struct JournalFilter
{
    enum class Field : quint8
    {
        Anything,
        Action,
        Operator,
        Host,
        Job,
        Verdict,
        Outcome,
        Environment,
        Batch,
    };
    struct Term
    {
        Field field = Field::Anything;
        QString text; ///< lower case
        bool operator==(const Term &) const = default;
    };
    QList<Term> terms;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    bool onlyUnfinished = false;
    bool operator==(const JournalFilter &) const = default;

    /// @param now  ours. Errors: Invalid, as a sentence that says what is expected.
    [[nodiscard]] static Result<JournalFilter> parse(const QString &text, Timestamp now);

    [[nodiscard]] bool isEmpty() const { return *this == JournalFilter(); }
    [[nodiscard]] bool matches(const JournalLine &line) const;
    /// What of it the journal can look up by itself.
    [[nodiscard]] JournalSelection selection() const;
};

} // namespace emberwatch
