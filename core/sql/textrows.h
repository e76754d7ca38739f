// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QLatin1StringView>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace emberwatch::sql {

/// The rows of a batch, all values texts: bound as one value, or as one for each field, whatever their
/// number.
///
/// NUL, which PostgreSQL keeps in no text, becomes U+2400 (the picture of a NUL).
class TextRows
{
public:
    explicit TextRows(QStringList fields);

    [[nodiscard]] const QStringList &fields() const { return m_fields; }
    /// Begins a row; every field of it is NULL until it is set.
    void beginRow();
    /// @param field  one of fields(); quickest in their order
    void set(QLatin1StringView field, std::optional<QString> value);

    /// [{"op":"...","id":null}, ...]
    [[nodiscard]] QString json() const;
    /// For each field all its values as a PostgreSQL array: {"...",NULL}. UTF-8.
    [[nodiscard]] QByteArrayList arrays() const;

private:
    [[nodiscard]] size_t indexOf(QLatin1StringView field);

    QStringList m_fields;
    std::vector<std::optional<QString>> m_cells; ///< row by row
    size_t m_next = 0; ///< where the next field is most probably
};

/// A PostgreSQL array of texts in UTF-8 without NUL.
[[nodiscard]] QByteArray textArray(const QByteArrayList &texts);

} // namespace emberwatch::sql
