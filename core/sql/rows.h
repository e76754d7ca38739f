// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace emberwatch::sql {

/// The rows of an answer, each value as the text that the database wrote of it.
class Rows
{
public:
    Rows() = default;
    virtual ~Rows() = default;
    Q_DISABLE_COPY_MOVE(Rows)

    /// The next row; before the first call there is none. false: that was the last.
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
    /// UTF-8; empty for NULL. Holds until the next call.
    [[nodiscard]] virtual QByteArrayView bytes(int column) = 0;

    [[nodiscard]] QString text(int column) { return QString::fromUtf8(bytes(column)); }
    [[nodiscard]] std::optional<QString> textOrNull(int column)
    {
        const QByteArrayView value = bytes(column);
        return value.isEmpty() && isNull(column) ? std::nullopt : std::optional(QString::fromUtf8(value));
    }
    [[nodiscard]] int number(int column) { return bytes(column).toInt(); }
};

} // namespace emberwatch::sql
