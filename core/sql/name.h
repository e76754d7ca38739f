// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace emberwatch::sql {

/// A table, schema or column name that is safe in a statement.
///
/// Taken only if it matches ^[A-Za-z_][A-Za-z0-9_]{0,62}$, and always written in double quotes, so that it
/// is a name and nothing else whatever it spells. Qt's own quoting leaves text alone that is quoted already;
/// this does not. Source: correctness.md 8; 63 bytes is PostgreSQL's limit.
class Name
{
public:
    Name() = default;
    /// Errors: Invalid, with the name escaped and the rule.
    [[nodiscard]] static Result<Name> parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QString quoted() const;
    bool operator==(const Name &) const = default;

private:
    QString m_text;
};

/// A text constant for a statement, for the few places that cannot be bound (DDL, AT TIME ZONE).
[[nodiscard]] QString literal(const QString &text);

/// A text to be bound where a column must have one: a null string would be a NULL.
[[nodiscard]] QString notNull(const QString &text);

} // namespace emberwatch::sql
